// A table with more lines than the page has: the server filters and sorts them, and the page asks for more where its reader comes near.
import { markup } from '../shared/api.js';
import { attempt } from '../shared/notices.js';

const STEP = 100;
/** As many can be asked for at once. */
const MAX_LINES = 1000;
/** As many come by themselves; whoever wants more presses the button. */
const MAX_BY_ITSELF = 2000;
/** So long before they are seen, in screens. */
const AHEAD = '100%';

/**
 * @typedef {object} Summary what the page cannot count by itself
 * @property {number} seen how many lines the view has
 * @property {number} bytes of those
 * @property {number} partial of those
 * @property {Record<string, number>} counts how many of all lines each chip stands for
 * @property {Record<string, { count: number, bytes: number }>} groups
 * @property {{ bytes: number, partial: number, count: number, largest: { name: string, bytes: number, partial: number }[] }} disk
 */

export class LineWindow {
  #place;
  #more;
  #loaded = 0;
  /** @type {Summary | null} */
  summary = null;

  /**
   * @param {HTMLElement} root in which the server says whether there are more lines
   * @param {() => Promise<void>} more fetches the next ones
   */
  constructor(root, more) {
    this.#place = /** @type {HTMLElement} */ (root.querySelector('.more-lines'));
    this.#more = more;
    this.#place.querySelector('button').addEventListener('click', () => attempt(this.#more));
    new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && this.#loaded < MAX_BY_ITSELF && attempt(this.#more),
      { rootMargin: AHEAD },
    ).observe(this.#place);
    this.read(root);
  }

  /** Learns from what the server has sent; each part of a list tells of the groups that are in it. */
  read(root, parts = []) {
    this.summary = summaryOf(root);
    for (const part of parts) {
      Object.assign(this.summary?.groups ?? {}, summaryOf(part)?.groups);
    }
  }

  /** Tells how many lines are here now. */
  show(loaded) {
    this.#loaded = loaded;
    this.#place.hidden = this.summary === null || loaded >= this.summary.seen;
  }

  /** The lines that are here, as they are now; of very many in several parts. */
  async again(view) {
    const parts = [await this.#part(view, 0, Math.max(STEP, Math.min(this.#loaded, MAX_LINES)))];
    for (let from = MAX_LINES; this.summary !== null && from < this.#loaded; from += MAX_LINES) {
      parts.push(await this.#part(view, from, Math.min(MAX_LINES, this.#loaded - from)));
    }
    return parts;
  }

  /** The first lines of another view. */
  first(view) {
    return this.#part(view, 0, STEP);
  }

  /** The lines that come after those that are here. */
  next(view) {
    return this.#part(view, this.#loaded, STEP);
  }

  #part(view, from, limit) {
    return markup(`./fragments/library?${new URLSearchParams({ ...view, from: String(from), limit: String(limit) })}`);
  }
}

function summaryOf(/** @type {ParentNode} */ root) {
  const { summary } = /** @type {HTMLElement} */ (root.querySelector('.more-lines')).dataset;
  return summary ? JSON.parse(summary) : null;
}
