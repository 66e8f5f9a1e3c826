// Rows of thousands of files of which only those in sight are in the page.

import { isOver } from '../shared/api-model.js';
import { exactPart, part, thousandths } from '../shared/formats.js';
import { english, spoken, told } from '../shared/problem-text.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const ORDER = ['downloading', 'verifying', 'checking', 'failed', 'queued', 'completed'];
const GROUPS = {
  work: ['downloading', 'verifying', 'checking'],
  wait: ['queued'],
  failed: ['failed'],
  done: ['completed'],
};
const ROW_PX = 52; // as in open-files.css
const BEYOND = 4;
const DRAWN = 'rows';
const SORT_EACH_MS = 1000;

export class VirtualRows {
  #box;
  #list;
  #summary;
  #find;
  #which;
  #files = [];
  #order = [];
  #sorting = 0;
  #drawing = false;

  /** @param place what the rows stand in; what is looked for among them is there where they are many */
  constructor(place) {
    this.#box = place.querySelector('.files');
    this.#list = place.querySelector('ul');
    this.#summary = place.querySelector('.rest');
    this.#find = place.querySelector('.find');
    this.#which = place.querySelector('.which');
    this.#size(Number(this.#box.dataset.count));
    this.#box.onscroll = () => this.#soon();
    if (this.#find) {
      this.#find.oninput = () => this.#fromTheTop();
      this.#which.onchange = () => this.#fromTheTop();
    }
  }

  show(files) {
    this.#files = files;
    this.#size(files.length);
    this.#sort();
  }

  /** Room for all files, whatever is filtered: what stands below does not move while one looks for a file. */
  #size(count) {
    if (count > 0) {
      this.#box.style.setProperty('--files', count);
    }
  }

  fail(message) {
    this.#summary.textContent = message;
  }

  /** Something of the files shown is new; `moved` when some are in another state. */
  refresh(moved) {
    if (moved && !this.#sorting) {
      this.#sorting = setTimeout(() => this.#sort(), SORT_EACH_MS);
    }
    this.#soon();
  }

  #fromTheTop() {
    this.#box.scrollTop = 0;
    this.#sort();
  }

  #sort() {
    clearTimeout(this.#sorting);
    this.#sorting = 0;
    const words = this.#find?.value.trim().toLowerCase();
    const group = GROUPS[this.#which?.value];
    const byState = new Map(ORDER.map(state => [state, []]));
    for (const file of this.#files) {
      if ((!group || group.includes(file.state)) && (!words || file.path.toLowerCase().includes(words))) {
        byState.get(file.state).push(file);
      }
    }
    this.#order = [...byState.values()].flat();
    this.#sum();
    this.#soon();
  }

  #sum() {
    const count = states => this.#files.filter(file => states.includes(file.state)).length;
    this.#summary.textContent =
      this.#files.length === 0
        ? text('files.none')
        : this.#order.length === 0
          ? text('files.noMatch')
          : text(this.#isEnded ? 'files.sumOver' : 'files.sum', {
              count: this.#files.length,
              shown: this.#order.length,
              work: count(GROUPS.work),
              wait: count(GROUPS.wait),
              failed: count(GROUPS.failed),
              done: count(GROUPS.done),
            });
  }

  /** Nothing waits in a download that has ended. */
  get #isEnded() {
    return isOver({ state: this.#box.closest('[data-state]')?.dataset.state });
  }

  #soon() {
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        const start = performance.now();
        this.#draw();
        performance.measure(DRAWN, { start }); // as in event-feed.js
        performance.clearMeasures(DRAWN);
      });
    }
  }

  /** Rows stay where they are and get other texts: nothing moves when files change their places. */
  #draw() {
    this.#list.style.height = `${this.#order.length * ROW_PX}px`;
    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW_PX) - BEYOND);
    const last = Math.min(
      this.#order.length,
      Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / ROW_PX) + BEYOND,
    );
    const rows = this.#list.children;
    while (rows.length > Math.max(0, last - first)) {
      this.#list.lastElementChild.remove();
    }
    while (rows.length < last - first) {
      this.#list.append(fromTemplate('file'));
    }
    const isEnded = this.#isEnded;
    for (let place = first; place < last; place++) {
      fill(rows[place - first], this.#order[place], place, this.#order.length, isEnded);
    }
  }
}

function fill(row, file, place, count, isEnded) {
  row.style.top = `${place * ROW_PX}px`;
  attribute(row, 'aria-posinset', place + 1);
  attribute(row, 'aria-setsize', count);
  attribute(row, 'data-state', file.state);
  if (row.dataset.path !== file.path) {
    row.dataset.path = file.path;
    const path = row.querySelector('.path');
    path.textContent = file.path;
    path.title = file.path;
    row.querySelector('progress').setAttribute('aria-label', text('files.received', { path: file.path }));
  }
  const state = text(isEnded && file.state === 'queued' ? 'files.notHere' : `file.${file.state}`);
  const connections = file.connections > 1 ? ` · ${text('files.connections', { count: file.connections })}` : '';
  const via = file.via ? ` · ${file.via}` : '';
  const went = file.trouble ? `${state}${via} · ` : state + via + connections;
  const waits = file.waitingFor ? told('files', { path: file.path, reason: file.waitingFor }) : null;
  tell(row.querySelector('.file-state'), waits ? went + waits : went, spoken(file.cause, waits ? '' : file.trouble));
  set(row.querySelector('.amount'), part(file.received, file.size));
  attribute(row.querySelector('.amount'), 'title', exactPart(file.received, file.size));
  const bar = row.querySelector('progress');
  const value = thousandths(file.received, file.size, file.state === 'completed');
  if (bar.value !== value) {
    bar.value = value;
  }
}

/** @param trouble what went wrong */
function tell(element, state, { message, english: isEnglish }) {
  if (element.textContent !== state + message) {
    const said = isEnglish ? english(message) : document.createElement('span');
    said.textContent = message;
    said.title = message; // all of it, where the line is too short
    element.replaceChildren(state, ...(message ? [said] : []));
  }
}

function set(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

function attribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}
