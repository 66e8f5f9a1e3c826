// The files of one download, asked for only while somebody looks at them.
import { get } from './api.js';
import { filesOf, isActive } from './answers.js';
import { exactPart, part } from './formats.js';
import { thousandths } from './fields.js';
import { arrange } from './merge.js';

const MOST = 200;
const ORDER = ['downloading', 'verifying', 'checking', 'failed', 'queued', 'completed'];

export class FileList {
  #details;
  #final = false;
  #looking = false;

  constructor(details) {
    this.#details = details;
  }

  /** The download changed its state: what is shown is no longer the last word. */
  outdated() {
    this.#final = false;
  }

  async look() {
    if (this.#final || this.#looking) {
      return;
    }
    this.#looking = true;
    try {
      const id = this.#details.closest('[data-id]').dataset.id;
      const download = (await get(`./api/v1/downloads/${id}`)).body;
      this.#show(filesOf(download));
      this.#final = !isActive(download);
    } catch (failure) {
      this.#details.querySelector('.rest').textContent = failure.message;
    } finally {
      this.#looking = false;
    }
  }

  #show(files) {
    const sorted = files
      .map((file, index) => ({ file, index, rank: ORDER.indexOf(file.state) }))
      .sort((one, other) => one.rank - other.rank || one.index - other.index)
      .map(entry => entry.file);
    const list = this.#details.querySelector('ul');
    const rows = new Map([...list.children].map(row => [row.dataset.path, row]));
    const wanted = sorted.slice(0, MOST).map(file => fill(rows.get(file.path) ?? empty(file), file));
    arrange(list, wanted);
    this.#details.querySelector('.rest').textContent = rest(files.length);
  }
}

function rest(count) {
  if (count === 0) {
    return 'The files are known once the Hub was asked for them.';
  }
  return count > MOST ? `and ${count - MOST} more files` : '';
}

function empty(file) {
  const row = document.getElementById('file').content.firstElementChild.cloneNode(true);
  row.dataset.path = file.path;
  row.querySelector('.path').textContent = file.path;
  row.querySelector('progress').setAttribute('aria-label', `Received of ${file.path}`);
  return row;
}

function fill(row, file) {
  const done = file.state === 'completed';
  const connections = file.connections > 1 ? `, ${file.connections} connections` : '';
  set(row, '.file-state', file.state + connections);
  set(row, '.amount', part(file.received, file.size));
  row.querySelector('.amount').title = exactPart(file.received, file.size);
  set(row, '.trouble', file.trouble);
  row.querySelector('progress').value = thousandths(file.received, file.size, done);
  row.dataset.state = file.state;
  return row;
}

function set(row, selector, value) {
  const element = row.querySelector(selector);
  if (element.textContent !== value) {
    element.textContent = value;
  }
}
