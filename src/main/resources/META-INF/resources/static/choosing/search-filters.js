// What is looked for beside the words: chips for the kind and the format, an order, and the rest in a part that is folded.
import { text } from '../shared/texts.js';
import { filterCount, sortOf, unfiltered } from './search-query.js';

/** The names of fields, as those of a query. */
const FIELDS = ['type', 'format', 'sort', 'size', 'task', 'license'];
const FOLDED = ['size', 'task', 'license'];

export class SearchFilters {
  #query = null;
  #fields;
  #formats;
  #folded;
  #opener;
  #clear;

  /**
   * @param {HTMLFormElement} form
   * @param {(query: any) => void} changed called with the query after somebody chose something else
   */
  constructor(form, changed) {
    const { elements } = form;
    this.#fields = /** @type {Record<string, any>} */ (
      Object.fromEntries(FIELDS.map(name => [name, elements.namedItem(name)]))
    );
    this.#formats = /** @type {HTMLElement} */ (form.querySelector('#formats'));
    this.#folded = /** @type {HTMLElement} */ (form.querySelector('#filters'));
    this.#opener = form.querySelector('#open-filters');
    this.#clear = /** @type {HTMLElement} */ (form.querySelector('#clear-filters'));
    this.#opener.addEventListener('click', () => this.#open(this.#folded.hidden));
    const pick = event => {
      const { name, value } = event.target;
      if (FIELDS.includes(name)) {
        changed({ ...this.#query, [name]: value });
      }
    };
    form.addEventListener('change', pick);
    this.#fields.sort.addEventListener('change', pick); // it stands beside what was found
    this.#clear.addEventListener('click', () => {
      this.#opener.focus(); // the button goes away
      changed(unfiltered(this.#query));
    });
  }

  /** Shows what is asked for. */
  show(query) {
    this.#query = query;
    const ofModels = query.type === 'model';
    FIELDS.forEach(name => {
      offer(this.#fields[name], query[name]);
    });
    this.#fields.sort.value = sortOf(query);
    this.#formats.hidden = !ofModels;
    for (const name of ['size', 'task']) {
      this.#fields[name].closest('label').hidden = !ofModels;
    }
    const count = filterCount(query, ofModels ? FOLDED : ['license']);
    this.#opener.querySelector('.count').textContent = count > 0 ? text('search.filterCount', { count }) : '';
    this.#clear.hidden = count === 0;
    if (count > 0) {
      this.#open(true);
    }
  }

  /** The kind of what a bare name names: `model`, `dataset` or `space`. */
  get type() {
    return this.#fields.type.value;
  }

  set type(type) {
    this.#fields.type.value = type;
  }

  #open(open) {
    this.#folded.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
  }
}

/** What an address asks for and no list has is offered, too. */
function offer(field, value) {
  if (field instanceof HTMLSelectElement && ![...field.options].some(option => option.value === value)) {
    field.add(new Option(value, value));
  }
  field.value = value;
}
