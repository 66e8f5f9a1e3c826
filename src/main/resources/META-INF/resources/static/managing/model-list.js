// The list of models: filtered, grouped and sorted by moving and hiding its nodes, never by drawing them anew.
import { fragment, markup, parse } from '../shared/api.js';
import { bytes, exactBytes, localTimes } from '../shared/formats.js';
import { write } from '../shared/notices.js';
import { arrange, holdFocus, renew } from '../shared/reconcile.js';
import { LANGUAGE, text } from '../shared/texts.js';

const NAMES = new Intl.Collator(LANGUAGE, { numeric: true, sensitivity: 'base' });
const ORDERS = {
  name: byName,
  size: (one, other) => Number(other.dataset.bytes) - Number(one.dataset.bytes) || byName(one, other),
  date: (one, other) => Number(other.dataset.updated) - Number(one.dataset.updated) || byName(one, other),
};
const TYPES = { model: 'group.models', dataset: 'group.datasets', space: 'group.spaces' };
const GROUPS = {
  none: () => '',
  namespace: item => item.dataset.group,
  type: item => text(TYPES[item.dataset.type] ?? 'group.elsewhere'),
};

export class ModelList {
  #root;
  #view;
  #items;
  #shown = {};

  /** @param view the form with filter, group and sort */
  constructor(root, view) {
    this.#root = root;
    this.#view = view;
    this.#items = [...root.querySelectorAll('[data-id]')];
    localTimes(root);
    this.arrange();
    root.addEventListener('toggle', event => event.target.open && this.#open(event.target), true);
    root.querySelectorAll('details[open]').forEach(details => this.#open(details)); // opened before this script came
  }

  get items() {
    return this.#items;
  }

  /** Fetches the list and changes what is no longer right. */
  async refresh() {
    const html = await markup('./fragments/library');
    const today = new Date().toDateString(); // a time of yesterday is told otherwise
    if (html === this.#shown.html && today === this.#shown.today) {
      return;
    }
    this.#shown = { html, today };
    const fresh = parse(html);
    localTimes(fresh);
    holdFocus(this.#root, () => {
      this.#items = renew(this.#items, [...fresh.querySelectorAll('[data-id]')], (old, item) => this.#keep(old, item));
      this.arrange();
    });
    this.#root.querySelector('.empty').toggleAttribute('hidden', fresh.querySelector('.empty').hasAttribute('hidden'));
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

  /** Brings the list into the form the user wants to see. */
  arrange() {
    const { filter, group, sort } = this.#view.elements;
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of this.#items) {
      item.hidden = !words.every(word => item.dataset.search.includes(word));
    }
    const groups = new Map();
    for (const item of [...this.#items].sort(ORDERS[sort.value])) {
      const name = GROUPS[group.value](item);
      groups.has(name) ? groups.get(name).push(item) : groups.set(name, [item]);
    }
    this.#show([...groups].sort(([one], [other]) => NAMES.compare(one, other)));
    this.#tell();
  }

  #show(groups) {
    const sections = [...this.#root.querySelectorAll('.group')];
    groups.forEach(([name, items], index) => {
      const section = sections[index] ?? this.#section(sections[0]);
      const visible = items.filter(item => !item.hidden);
      const heading = section.querySelector('h3');
      heading.hidden = name === '';
      heading.textContent =
        name === '' ? '' : text('group.heading', { name, count: visible.length, size: bytes(sum(visible, 'bytes')) });
      section.hidden = visible.length === 0;
      arrange(section.querySelector('.models'), items);
    });
    sections.slice(Math.max(1, groups.length)).forEach(section => section.remove());
    if (groups.length === 0) {
      arrange(sections[0].querySelector('.models'), []);
      sections[0].hidden = true;
    }
  }

  #section(first) {
    const section = first.cloneNode(false);
    section.append(first.querySelector('h3').cloneNode(), first.querySelector('.models').cloneNode(false));
    this.#root.append(section);
    return section;
  }

  #tell() {
    const visible = this.#items.filter(item => !item.hidden);
    const count = document.getElementById('count');
    const all = this.#items.length;
    const unfinished = sum(visible, 'partial');
    const size = bytes(sum(visible, 'bytes'));
    const told =
      visible.length < all
        ? text('library.part', { part: visible.length, all, size })
        : text('library.count', { count: all, size });
    count.textContent =
      all === 0 ? '' : unfinished > 0 ? text('library.unfinished', { told, size: bytes(unfinished) }) : told;
    count.title = exactBytes(sum(visible, 'bytes'));
    document.getElementById('no-match').hidden = all === 0 || visible.length > 0;
  }

  #keep(old, item) {
    if (old.querySelector('details').open) {
      item.querySelector('.details').replaceChildren(...old.querySelector('.details').childNodes);
      item.querySelector('details').open = true; // and its toggle event brings the details up to date
    }
  }

  async #open(details) {
    const place = details.querySelector('.details');
    try {
      const folder = details.closest('[data-id]').dataset.id;
      const fresh = await fragment(`./fragments/model?folder=${encodeURIComponent(folder)}`);
      localTimes(fresh);
      place.removeAttribute('lang');
      place.replaceChildren(...fresh.childNodes);
    } catch (failure) {
      write(place, failure);
    }
  }
}

function sum(items, field) {
  return items.reduce((total, item) => total + Number(item.dataset[field]), 0);
}

function byName(one, other) {
  return NAMES.compare(one.dataset.name, other.dataset.name);
}
