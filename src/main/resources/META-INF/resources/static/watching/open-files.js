// The files of cards that are open: asked for once, then kept up to date by what the server says of them.
import { get } from '../shared/api.js';
import { fileOf, filesOf } from '../shared/api-model.js';
import { VirtualRows } from './virtual-rows.js';

export class OpenFiles {
  #root;
  #lists = new Map();

  constructor(root) {
    this.#root = root;
    root.addEventListener('toggle', event => this.#toggled(event.target), true);
  }

  #toggled(details) {
    const id = details.closest('[data-id]')?.dataset.id;
    if (!id) {
      return;
    }
    if (details.open) {
      this.#lists.set(id, new FileList(id, details));
    } else {
      this.#lists.delete(id);
    }
  }

  /** What changed, by the ids of their downloads; `many` names downloads whose files are to be asked for. */
  changed(files, many) {
    this.#drop();
    for (const [id, list] of this.#lists) {
      list.change(files[id] ?? []);
      if (many.includes(id)) {
        list.look();
      }
    }
  }

  /** Changes may have been missed. True while there are such lists. */
  async lookAgain() {
    this.#drop();
    await Promise.all([...this.#lists.values()].map(list => list.look()));
    return this.#lists.size > 0;
  }

  /** A card gets other markup: the list of files is the reader's, it stays open where it was scrolled to. */
  keep(old, card) {
    const details = old.querySelector('details');
    const scroll = details.querySelector('.files').scrollTop;
    details.querySelector('.files').dataset.count = card.querySelector('.files').dataset.count;
    card.querySelector('details').replaceWith(details);
    requestAnimationFrame(() => {
      details.querySelector('.files').scrollTop = scroll;
    });
    this.#lists.get(card.dataset.id)?.look();
  }

  #drop() {
    for (const id of this.#lists.keys()) {
      if (!this.#root.querySelector(`[data-id="${id}"]`)) {
        this.#lists.delete(id);
      }
    }
  }
}

class FileList {
  #id;
  #rows;
  #files = new Map();
  #missed = null;
  #again = false;

  constructor(id, details) {
    this.#id = id;
    this.#rows = new VirtualRows(details);
    this.look();
  }

  change(files) {
    if (this.#missed) {
      this.#missed.push(...files);
      return;
    }
    let moved = false;
    for (const told of files) {
      const file = fileOf(told);
      const known = this.#files.get(file.path);
      if (known) {
        moved ||= known.state !== file.state;
        Object.assign(known, file);
      }
    }
    if (files.length > 0) {
      this.#rows.refresh(moved);
    }
  }

  async look() {
    if (this.#missed) {
      this.#again = true;
      return;
    }
    this.#missed = [];
    try {
      const download = (await get(`./api/v1/downloads/${this.#id}`)).body;
      const files = filesOf(download);
      this.#files = new Map(files.map(file => [file.path, file]));
      this.#rows.show(files);
    } catch (failure) {
      this.#rows.fail(failure.message);
    }
    const missed = this.#missed;
    this.#missed = null;
    this.change(missed);
    if (this.#again) {
      this.#again = false;
      await this.look();
    }
  }
}
