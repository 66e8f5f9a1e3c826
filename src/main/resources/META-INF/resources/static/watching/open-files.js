// The files of rows that are open: asked for once, then kept up to date by what the server says of them.
import { onDemand } from '../shared/on-demand.js';

// Most rows are never opened: what they are made of then is no part of the first view.
const listing = () => onDemand(() => import('./file-list.js'));

export class OpenFiles {
  #root;
  #lists = new Map();

  constructor(root) {
    this.#root = root;
  }

  /** To be called when rows were opened, closed or replaced. */
  follow() {
    const places = new Map();
    for (const place of this.#root.querySelectorAll('.files-of')) {
      places.set(place.closest('[data-id]').dataset.id, place);
    }
    for (const [id, list] of this.#lists) {
      if (places.get(id) !== list.place) {
        this.#lists.delete(id);
      }
    }
    for (const [id, place] of places) {
      if (!this.#lists.has(id)) {
        this.#open(id, place);
      }
    }
  }

  async #open(id, place) {
    const { FileList } = await listing().catch(() => ({ FileList: null })); // the page has told
    if (FileList && place.isConnected && !this.#lists.has(id)) {
      this.#lists.set(id, new FileList(id, place));
    }
  }

  /** What changed, by the ids of their downloads; `many` names downloads whose files are to be asked for. */
  changed(files, many) {
    for (const [id, list] of this.#lists) {
      list.change(files[id] ?? []);
      if (many.includes(id)) {
        list.look();
      }
    }
  }

  /** Changes may have been missed. True while there are such lists. */
  async lookAgain() {
    await Promise.all([...this.#lists.values()].map(list => list.look()));
    return this.#lists.size > 0;
  }

  /** A row gets other markup: the list of files is the reader's, it stays where it was scrolled to and what is looked for. */
  keep(old, row) {
    const [place, fresh] = [old, row].map(each => each.querySelector('.files-of'));
    if (!place || !fresh || Boolean(place.querySelector('.sieve')) !== Boolean(fresh.querySelector('.sieve'))) {
      return;
    }
    const files = place.querySelector('.files');
    const scroll = files.scrollTop;
    files.dataset.count = fresh.querySelector('.files').dataset.count;
    fresh.replaceWith(place);
    requestAnimationFrame(() => {
      files.scrollTop = scroll;
    });
    this.#lists.get(row.dataset.id)?.look();
  }
}
