// What was deleted and can be taken back: told when there is something, with what takes it back and what deletes it for good.
import './core.js';
import { get, post, remove } from '../shared/api.js';
import { bytes, exactBytes, localTime } from '../shared/formats.js';
import { busy, confirmed, showToast } from '../shared/notices.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const MAX_SHOWN = 100;

/**
 * Something in the bin, as the API tells it.
 *
 * @typedef {{ id: string, folder: string, variant: string | null, whole: boolean, files: number, paths: string[], bytes: number,
 *     reason: string, since: string, until: string }} Entry
 */

export class Bin {
  #root = document.getElementById('bin');
  #list = document.getElementById('bin-entries');
  #changed;
  #shown = '';

  /** @param {() => Promise<unknown>} changed what is to be done when something has come back */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Asks what there is, and shows it. */
  async refresh() {
    const { body } = await get(`./api/v1/bin?limit=${MAX_SHOWN}`);
    const now = JSON.stringify(body);
    if (now === this.#shown) {
      return;
    }
    this.#shown = now;
    this.#root.hidden = body.count === 0;
    document.getElementById('bin-sum').textContent = text('bin.sum', { count: body.count, size: bytes(body.bytes) });
    const more = document.getElementById('bin-more');
    more.hidden = body.next === null;
    more.textContent = text('bin.more', { count: body.count - body.entries.length });
    const focused = this.#focused();
    this.#list.replaceChildren(...body.entries.map(entry => this.#row(entry)));
    this.#focus(focused);
  }

  /** Puts entries back to where they were. */
  async restore(/** @type {Entry[]} */ entries) {
    try {
      for (const { id } of entries) {
        await post(`./api/v1/bin/${id}/restore`);
      }
      showToast(
        entries.length === 1
          ? text('bin.restored', { what: nameOf(entries[0]) })
          : text('bin.restoredMany', { count: entries.length }),
      );
    } finally {
      await this.#changed();
    }
  }

  #row(/** @type {Entry} */ entry) {
    const row = fromTemplate('bin-entry');
    const what = nameOf(entry);
    row.dataset.id = entry.id;
    row.querySelector('.what').textContent = entry.folder;
    row.querySelector('.part').textContent = partOf(entry);
    row.querySelector('.row-size').textContent = bytes(entry.bytes);
    row.querySelector('.row-size').title = exactBytes(entry.bytes);
    row.querySelector('.row-note').textContent = text(`bin.reason.${entry.reason}`, {
      since: localTime(entry.since),
      until: localTime(entry.until),
    });
    const [back, gone] = row.querySelectorAll('button');
    back.setAttribute('aria-label', text('bin.restore', { what }));
    back.addEventListener('click', () => busy(back, () => this.restore([entry])));
    gone.setAttribute('aria-label', text('bin.delete', { what }));
    gone.addEventListener('click', () => busy(gone, () => this.#delete(entry)));
    return row;
  }

  async #delete(/** @type {Entry} */ entry) {
    const what = nameOf(entry);
    const size = bytes(entry.bytes);
    const question = text('bin.question', { count: entry.files, size });
    if (await confirmed(text('bin.title', { what }), question, text('bin.yes', { size }))) {
      try {
        await remove(`./api/v1/bin/${entry.id}`);
        showToast(text('bin.deleted', { what, size }));
      } finally {
        await this.refresh();
      }
    }
  }

  /** Which row and button has the focus; rows are drawn anew. */
  #focused() {
    const button = /** @type {HTMLElement} */ (document.activeElement);
    const row = /** @type {HTMLElement} */ (button?.closest('#bin-entries > li'));
    return row && { index: [...this.#list.children].indexOf(row), action: button.dataset.bin };
  }

  #focus(focused) {
    if (!focused) {
      return;
    }
    const row = this.#list.children[Math.min(focused.index, this.#list.children.length - 1)];
    const place = row?.querySelector(`[data-bin=${focused.action}]`) ?? document.getElementById('library-title');
    /** @type {HTMLElement} */ (place).focus({ preventScroll: true });
  }
}

function nameOf(/** @type {Entry} */ entry) {
  const part = partOf(entry);
  return part ? text('bin.what', { part, name: entry.folder }) : entry.folder;
}

function partOf({ variant, whole, files, paths }) {
  if (variant) {
    return variant;
  }
  if (whole) {
    return '';
  }
  return files === 1 && paths.length === 1 ? paths[0] : text('bin.files', { count: files });
}
