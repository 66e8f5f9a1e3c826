// The table of models: filtered, grouped and sorted by moving and hiding its lines, never by drawing them anew.
import { markup, parse } from '../shared/api.js';
import { agoTimes, bytes, exactBytes } from '../shared/formats.js';
import { arrange, holdFocus, renew } from '../shared/reconcile.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { counts, matching } from './filters.js';
import { modelOf, sum } from './model.js';
import { direction, grouped } from './orders.js';
import { carryOver, isOpen, setOpen } from './row-details.js';
import { keepViewState } from './view-state.js';

const TYPES = { model: 'group.models', dataset: 'group.datasets', space: 'group.spaces' };
const GROUPS = {
  none: () => '',
  namespace: model => model.group,
  type: model => text(TYPES[model.type] ?? 'group.elsewhere'),
};

export class ModelTable {
  #root;
  #form;
  #view;
  #table;
  #models;
  #visible = [];
  #shown = {};
  #heads = new Map();
  #arranged;

  /**
   * @param form with filter, kind, group and order
   * @param arranged called when other lines are seen than before, or in another order
   */
  constructor(root, form, arranged) {
    this.#root = root;
    this.#form = form;
    this.#arranged = arranged;
    this.#table = root.querySelector('table');
    this.#models = [...root.querySelectorAll('.model')].map(modelOf);
    this.#view = keepViewState(form, () => this.arrange());
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

  /** The model in whose line this element is. */
  modelAt(element) {
    const item = element.closest('.model');
    return this.#models.find(model => model.item === item);
  }

  /** Shows only what has these words, as if the reader had typed them. */
  filterBy(words) {
    this.#view.set({ filter: words, show: 'all' });
  }

  /** Fetches the list and changes what is no longer right. */
  async refresh() {
    const html = await markup('./fragments/library');
    if (html === this.#shown) {
      return;
    }
    this.#shown = html;
    const fresh = parse(html);
    const items = [.../** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll('.model'))];
    agoTimes(fresh);
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
    const seen = new Set(matching(this.#models, view));
    const lines = [this.#table.tHead];
    this.#visible = [];
    for (const [name, models] of grouped([...seen], GROUPS[view.group], view)) {
      if (name !== '') {
        lines.push(this.#head(name, models));
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
    this.#tell(view);
    this.#arranged();
  }

  /** The heading of a group, which stays the same node. */
  #head(name, models) {
    const head = this.#heads.get(name) ?? fromTemplate('group-head');
    this.#heads.set(name, head);
    const told = text('group.heading', { name, count: models.length, size: bytes(sum(models, 'bytes')) });
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
    for (const [kind, count] of Object.entries(counts(this.#models))) {
      const chip = this.#form.querySelector(`[name=show][value=${kind}]`);
      chip.parentElement.querySelector('.number').textContent = String(count);
      chip.parentElement.hidden = count === 0 && kind !== 'all' && kind !== view.show;
    }
    const all = this.#models.length;
    const part = this.#visible.length;
    const size = sum(this.#visible, 'bytes');
    const unfinished = sum(this.#visible, 'partial');
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
