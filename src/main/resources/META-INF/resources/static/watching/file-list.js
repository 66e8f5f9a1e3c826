// The files of one row that is open.
import '../shared/core.js';
import { get } from '../shared/api.js';
import { fileOf, filesOf } from '../shared/api-model.js';
import { VirtualRows } from './virtual-rows.js';

export class FileList {
  #id;
  #rows;
  #files = new Map();
  #missed = null;
  #again = false;

  constructor(id, place) {
    this.#id = id;
    this.place = place;
    this.#rows = new VirtualRows(place);
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
