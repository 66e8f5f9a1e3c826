// What lies about in the folders of models and is of use to nobody: told below what could go to make room, and removed by a click.
import { get, remove } from '../shared/api.js';
import { ago, bytes, exactBytes, localTime } from '../shared/formats.js';
import { busy, confirmed, showToast } from '../shared/notices.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const ADDRESS = './api/v1/leftovers';
const MAX_SHOWN = 100;
/** An address has a length: servers take four thousand characters, some of them for what stands before. */
const MAX_ADDRESS = 3000;

/** @typedef {{ path: string, kind: string, bytes: number, modified: string }} Leftover */

export class Leftovers {
  #root = document.getElementById('leftovers');
  #list = document.getElementById('leftover-list');
  /** @type {Leftover[]} */
  #shown = [];
  #count = 0;
  #bytes = 0;
  #removed;

  /** @param {() => Promise<unknown>} removed called after some were removed */
  constructor(removed) {
    this.#removed = removed;
    const all = /** @type {HTMLButtonElement} */ (this.#root.querySelector('#remove-leftovers'));
    all.addEventListener('click', () => busy(all, () => this.#removeAll()));
    this.#list.addEventListener('click', ({ target }) => {
      const button = /** @type {HTMLElement} */ (target).closest('button');
      if (button) {
        const index = [...this.#list.children].indexOf(button.closest('li'));
        busy(button, () => this.#remove([this.#shown[index]]));
      }
    });
  }

  /**
   * Asks what there is, and shows it.
   *
   * @param {(path: string) => boolean} isToldElsewhere of a partial file, which is not told twice
   */
  async show(isToldElsewhere) {
    const { body } = await get(`${ADDRESS}?limit=${MAX_SHOWN}`);
    const told = body.leftovers.filter(({ kind, path }) => kind === 'partial-file' && isToldElsewhere(path));
    this.#shown = body.leftovers.filter(leftover => !told.includes(leftover));
    this.#count = body.count - told.length;
    this.#bytes = body.bytes - sum(told);
    this.#root.hidden = this.#shown.length === 0;
    this.#list.replaceChildren(...this.#shown.map(rowOf));
    document.getElementById('leftovers-sum').textContent = text('leftovers.sum', {
      count: this.#count,
      size: bytes(this.#bytes),
    });
    const more = document.getElementById('leftovers-more');
    more.hidden = this.#count === this.#shown.length;
    more.textContent = text('leftovers.more', { count: this.#count - this.#shown.length });
  }

  async #removeAll() {
    const [count, size] = [this.#shown.length, bytes(sum(this.#shown))];
    if (
      await confirmed(text('leftovers.title', { count }), text('leftovers.question'), text('leftovers.yes', { size }))
    ) {
      await this.#remove(this.#shown);
    }
  }

  /** For good; what a program has taken up since stays, and is told of no more. */
  async #remove(/** @type {Leftover[]} */ leftovers) {
    let [count, size] = [0, 0];
    try {
      for (const query of queriesOf(leftovers.map(({ path }) => path))) {
        const { body } = await remove(`${ADDRESS}?${query}`);
        count += body.count;
        size += body.bytes;
      }
      showToast(count > 0 ? text('leftovers.removed', { count, size: bytes(size) }) : text('leftovers.inUse'));
    } finally {
      await this.#removed();
      (this.#root.hidden
        ? document.getElementById('make-room-title')
        : document.getElementById('leftovers-title')
      ).focus();
    }
  }
}

/** All of them in as few addresses as can be. */
function queriesOf(/** @type {string[]} */ paths) {
  const queries = [];
  for (const path of paths) {
    const named = String(new URLSearchParams({ path }));
    const last = queries.at(-1);
    if (last !== undefined && last.length + named.length < MAX_ADDRESS) {
      queries[queries.length - 1] = `${last}&${named}`;
    } else {
      queries.push(named);
    }
  }
  return queries;
}

function rowOf(/** @type {Leftover} */ leftover) {
  const row = fromTemplate('room-row');
  const { path, kind, modified } = leftover;
  row.querySelector('.room-name').textContent = path;
  row.querySelector('.room-variant').hidden = true;
  const reason = row.querySelector('.room-reason');
  reason.textContent = text(`leftovers.kind.${kind}`, { ago: ago(modified) });
  reason.title = localTime(modified);
  const size = row.querySelector('.room-size > .number');
  size.textContent = bytes(leftover.bytes);
  size.title = exactBytes(leftover.bytes);
  const button = row.querySelector('button');
  const label = text('leftovers.remove', { path });
  button.setAttribute('aria-label', label);
  button.title = label;
  return row;
}

function sum(/** @type {Leftover[]} */ leftovers) {
  return leftovers.reduce((bytes, leftover) => bytes + leftover.bytes, 0);
}
