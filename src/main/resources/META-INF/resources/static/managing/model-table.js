// The table of models: filtered, grouped and sorted by moving and hiding its lines, never by drawing them anew.
import { parse } from '../shared/api.js';
import { agoTimes, bytes, exactBytes } from '../shared/formats.js';
import { attempt } from '../shared/notices.js';
import { arrange, holdFocus, renew } from '../shared/reconcile.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { counts, matching } from './filters.js';
import { LineWindow } from './line-window.js';
import { modelOf, sum } from './model.js';
import { direction, grouped, together } from './orders.js';
import { carryOver, isOpen, setOpen } from './row-details.js';
import { keepViewState } from './view-state.js';

const TYPES = { model: 'group.models', dataset: 'group.datasets', space: 'group.spaces' };
const GROUPS = {
  none: () => '',
  namespace: model => model.group,
  type: model => text(TYPES[model.type] ?? 'group.elsewhere'),
};

/** So often lines are fetched to find one that others have in their names. */
const MAX_LOOKS = 10;

export class ModelTable {
  #root;
  #form;
  #view;
  #table;
  #models;
  #visible = [];
  #shown = '';
  #window;
  #asked = 0;
  #isLoadingMore = false;
  /** @type {Promise<unknown>} */
  #more = Promise.resolve();
  /** @type {Promise<unknown>} */
  #refreshing = Promise.resolve();
  /** @type {Promise<unknown>} */
  #loading = Promise.resolve();
  #changedLines = () => {};
  #heads = new Map();
  #arranged;

  /**
   * @param form with filter, kind, group and order
   * @param arranged called when other lines are seen than before, or in another order
   * @param [changedLines] called when lines have come from the server
   */
  constructor(root, form, arranged, changedLines = () => {}) {
    this.#changedLines = changedLines;
    this.#root = root;
    this.#form = form;
    this.#arranged = arranged;
    this.#table = root.querySelector('table');
    this.#models = [...root.querySelectorAll('.model')].map(modelOf);
    this.#view = keepViewState(form, () => this.#changed());
    this.#window = new LineWindow(root, () => this.#loadMore());
    if (this.#window.summary && !isAsked(this.#view.now)) {
      attempt(() => this.#changed()); // the server does not know the reader's habits
    }
    this.#table.querySelector('thead').addEventListener('click', ({ target }) => {
      const column = target.closest('[data-sort]');
      if (column) {
        this.#sortBy(column.dataset.sort);
      }
    });
    document.getElementById('show-all').addEventListener('click', () => {
      this.#view.set({ filter: '', show: 'all' });
      form.elements.filter.focus();
    });
  }

  get models() {
    return this.#models;
  }

  /** Those that are seen, in their order. */
  get visible() {
    return this.#visible;
  }

  /** Whether there are more lines than the page has. */
  get isPart() {
    return this.#window.summary !== null;
  }

  /** What takes how much, with what is not in the page: the models there are to be named, and what others take. */
  get sizes() {
    const { disk } = this.#window.summary ?? {};
    return disk
      ? { models: disk.largest, rest: restOf(disk) }
      : { models: this.#models, rest: { bytes: 0, partial: 0, count: 0 } };
  }

  /** The model in whose line this element is. */
  modelAt(element) {
    const item = element.closest('.model');
    return this.#models.find(model => model.item === item);
  }

  /** The model of this name, for which others are filtered away where it is not seen; undefined where there is none. */
  async bring(name) {
    const found = () => this.#visible.find(model => model.name === name);
    if (!found()) {
      this.#view.set({ filter: name, show: 'all' });
      await this.#loading;
    }
    for (let i = 0; i < MAX_LOOKS && !found() && this.#models.length < (this.#window.summary?.seen ?? 0); i++) {
      await this.#loadMore();
    }
    return found();
  }

  /** Fetches the list and changes what is no longer right. */
  refresh() {
    const run = this.#renewAll();
    this.#refreshing = run.catch(() => {});
    return run;
  }

  async #renewAll() {
    await this.#more;
    const asked = ++this.#asked;
    const parts = await this.#window.again(this.#view.now);
    if (asked === this.#asked) {
      this.#take(parts);
    }
  }

  /** What the reader wants to see is another view: all lines are here, or the server has those of it. */
  #changed() {
    if (!this.#window.summary) {
      this.arrange();
      return;
    }
    const asked = ++this.#asked;
    this.#loading = attempt(async () => {
      const html = await this.#window.first(this.#view.now);
      if (asked === this.#asked) {
        this.#take([html]);
        this.#changedLines();
      }
    });
  }

  async #loadMore() {
    if (this.#isLoadingMore) {
      return;
    }
    this.#isLoadingMore = true;
    try {
      await this.#refreshing; // it asks for the lines that are here
      this.#more = this.#loadNext();
      await this.#more;
    } finally {
      this.#more = Promise.resolve();
      this.#isLoadingMore = false;
    }
  }

  async #loadNext() {
    const asked = this.#asked;
    const fresh = parse(await this.#window.next(this.#view.now));
    if (asked === this.#asked) {
      this.#add(fresh);
    }
  }

  /** Lines that come after those that are here; one that has moved there meanwhile stays where it is. */
  #add(fresh) {
    agoTimes(fresh);
    const known = new Set(this.#models.map(({ id }) => id));
    const added = [.../** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll('.model'))]
      .map(modelOf)
      .filter(({ id }) => !known.has(id));
    this.#window.read(fresh);
    this.#models = [...this.#models, ...added];
    if (added.length === 0 && this.#window.summary) {
      this.#window.summary.seen = this.#models.length; // fewer than were told
    }
    this.arrange();
    this.#changedLines();
  }

  /** @param parts the list in HTML, of which each part has a hundred lines or a thousand */
  #take(parts) {
    const html = parts.join('');
    if (html === this.#shown) {
      return;
    }
    this.#shown = html;
    const [fresh, ...others] = parts.map(parse);
    const all = [fresh, ...others].flatMap(part => [
      .../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll('.model')),
    ]);
    const items = [...new Map(all.map(item => [item.dataset.id, item])).values()]; // one may have gone from part to part
    [fresh, ...others].forEach(agoTimes);
    this.#window.read(fresh, others);
    holdFocus(this.#root, () => {
      const before = this.#models.map(model => model.item);
      const now = renew(before, items, carryOver);
      now.forEach((item, index) => copySizes(items[index], item));
      this.#models = now.map(modelOf);
      this.arrange();
    });
    for (const part of ['.nothing', 'table']) {
      this.#root.querySelector(part).hidden = fresh.querySelector(part).hasAttribute('hidden');
    }
    this.#renewPassedOver(fresh.querySelector('.passed-over'));
  }

  /** Only where it is another one: it stays open, and what has the focus keeps it. */
  #renewPassedOver(fresh) {
    const shown = this.#root.querySelector('.passed-over');
    if (shown.textContent === fresh.textContent) {
      return;
    }
    fresh.querySelector('details')?.toggleAttribute('open', shown.querySelector('details')?.open ?? false);
    shown.replaceWith(fresh);
  }

  /** Brings the table into the form the reader wants to see. */
  arrange() {
    const view = this.#view.now;
    const { summary } = this.#window;
    const seen = new Set(summary ? this.#models : matching(this.#models, view));
    const lines = [this.#table.tHead];
    this.#visible = [];
    const groups = summary ? together(this.#models, GROUPS[view.group]) : grouped([...seen], GROUPS[view.group], view);
    for (const [name, models] of groups) {
      if (name !== '') {
        const { group, type } = models[0];
        const all = summary?.groups[view.group === 'type' ? type : group];
        lines.push(this.#head(name, all ?? { count: models.length, bytes: sum(models, 'bytes') }));
      }
      lines.push(...models.map(model => model.item));
      this.#visible.push(...models);
    }
    for (const model of this.#models) {
      model.item.hidden = !seen.has(model);
      if (model.item.hidden) {
        lines.push(model.item);
      }
    }
    arrange(this.#table, lines);
    this.#root.removeAttribute('data-arranging');
    this.#window.show(this.#models.length);
    this.#tell(view);
    this.#arranged();
  }

  /** The heading of a group, which stays the same node. */
  #head(name, { count, bytes: size }) {
    const head = this.#heads.get(name) ?? fromTemplate('group-head');
    this.#heads.set(name, head);
    const told = text('group.heading', { name, count, size: bytes(size) });
    const heading = head.querySelector('h2');
    if (heading.textContent !== told) {
      heading.textContent = told;
    }
    return head;
  }

  /** A click on the column that is sorted by turns it round. */
  #sortBy(sort) {
    const { sort: before, order } = this.#view.now;
    this.#view.set({ sort, order: sort === before && order === 'usual' ? 'reverse' : 'usual' });
  }

  #tell(view) {
    for (const column of this.#table.tHead.querySelectorAll('[data-sort]')) {
      const sorted = column.dataset.sort === view.sort;
      column.setAttribute('aria-sort', sorted ? direction(view.sort, view.order) : 'none');
    }
    const { summary } = this.#window;
    const kinds = summary?.counts ?? counts(this.#models);
    for (const [kind, count] of Object.entries(kinds)) {
      const chip = this.#form.querySelector(`[name=show][value=${kind}]`);
      chip.parentElement.querySelector('.number').textContent = String(count);
      chip.parentElement.hidden = count === 0 && kind !== 'all' && kind !== view.show;
    }
    const all = kinds.all;
    const part = summary?.seen ?? this.#visible.length;
    const size = summary?.bytes ?? sum(this.#visible, 'bytes');
    const unfinished = summary?.partial ?? sum(this.#visible, 'partial');
    const told = text(part < all ? 'library.part' : 'library.count', { count: all, part, size: bytes(size) });
    const line = document.getElementById('count');
    const words = unfinished > 0 ? text('library.unfinished', { told, size: bytes(unfinished) }) : told;
    if (line.textContent !== words) {
      line.textContent = all === 0 ? '' : words; // or screen readers would hear it again and again
    }
    line.title = exactBytes(size);
    document.getElementById('no-match').hidden = all === 0 || part > 0;
    this.#form.hidden = all === 0;
  }
}

/** Whether the address says how the list is looked at, so that the server has heard of it. */
function isAsked(view) {
  const asked = new URLSearchParams(location.search);
  const usual = { filter: '', show: 'all', group: 'none', sort: 'name', order: 'usual' };
  return Object.entries(usual).every(([name, value]) => view[name] === (asked.get(name) ?? value));
}

/** What all others take beside the largest. */
function restOf({ bytes: all, partial, count, largest }) {
  return { bytes: all - sum(largest, 'bytes'), partial: partial - sum(largest, 'partial'), count };
}

/** What a line says of bytes changes with each look while files arrive: it is written into the line, which stays. */
const OF_BYTES = ['td.size', 'td.size .number', '[data-field=unfinished]', 'td.variants [data-variant] > span'];

/** The line takes from a fresh one what its revision key does not tell. */
function copySizes(from, to) {
  if (from === to) {
    return;
  }
  const width = from.querySelector('.share').getAttribute('width'); // changes with the largest model, too
  to.querySelector('.share').setAttribute('width', width);
  const { bytes, partial } = from.dataset;
  if (to.dataset.bytes === bytes && to.dataset.partial === partial) {
    return;
  }
  Object.assign(to.dataset, { bytes, partial });
  const [sources, targets] = [from, to].map(line => line.querySelectorAll(OF_BYTES.join()));
  targets.forEach((target, index) => copyWords(sources[index], target));
  if (isOpen(to)) {
    setOpen(to, true); // its details tell of these bytes, too
  }
}

function copyWords(source, target) {
  target.title = source.title;
  target.hidden = source.hidden;
  if (source.childElementCount === 0 && target.textContent !== source.textContent) {
    target.textContent = source.textContent;
  }
}
