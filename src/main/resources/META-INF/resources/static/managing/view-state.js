// How the table is filtered, grouped and sorted: in the address, so that a link leads to it and the back button finds it
// again; grouping and order are the reader's habit as well, kept in this browser.
import { recall, remember } from '../shared/storage.js';
import { SORTS } from './orders.js';

const DEFAULTS = { filter: '', show: 'all', group: 'none', sort: 'name', order: 'usual' };
const HABITS = ['group', 'sort', 'order'];
const KNOWN = { sort: SORTS, order: ['usual', 'reverse'] };

/**
 * Sets the form to what the address says, else to the habit, and keeps both in step with the form from now on.
 *
 * @param changed called after each change
 * @returns how to look at it and to change it
 */
export function keepViewState(form, changed) {
  read(form);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', () => {
    HABITS.forEach(name => remember(name, form.elements[name].value));
    write(form);
    changed();
  });
  window.addEventListener('popstate', () => {
    read(form);
    changed();
  });
  return {
    get now() {
      return Object.fromEntries(Object.keys(DEFAULTS).map(name => [name, form.elements[name].value]));
    },
    /** Changes some of it, as if the reader had. */
    set(values) {
      for (const [name, value] of Object.entries(values)) {
        form.elements[name].value = value;
      }
      form.dispatchEvent(new Event('input'));
    },
  };
}

function read(form) {
  const asked = new URLSearchParams(location.search);
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const known = KNOWN[name] ?? valuesOf(form.elements[name]);
    const habit = HABITS.includes(name) ? recall(name) : null;
    form.elements[name].value =
      [asked.get(name), habit].find(value => value !== null && (!known || known.includes(value))) ?? usual;
  }
  if (asked.has('sort') && !asked.has('order')) {
    form.elements.order.value = DEFAULTS.order; // a link means its own order, not that of somebody's habit
  }
}

/** What there is to choose from; null where anything may be written. */
function valuesOf(field) {
  const choices = field.options ?? (field instanceof RadioNodeList ? field : null);
  return choices && [...choices].map(choice => choice.value);
}

/** A list of its own history is of no use to anybody: the entry is changed in place. */
function write(form) {
  const asked = new URLSearchParams();
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    if (form.elements[name].value !== usual) {
      asked.set(name, form.elements[name].value);
    }
  }
  const query = asked.toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}
