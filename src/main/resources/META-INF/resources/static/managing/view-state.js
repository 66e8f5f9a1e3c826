// How the list of models is filtered, grouped and sorted: in the address, so that a link leads to it and the back button
// finds it again; grouping and order are the reader's habit as well, kept in this browser.
const DEFAULTS = { filter: '', group: 'none', sort: 'name' };
const HABITS = ['group', 'sort'];

/**
 * Sets the form to what the address says, else to the habit, and keeps both in step with the form from now on.
 *
 * @param changed called after each change
 */
export function keepViewState(form, changed) {
  read(form);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', () => {
    HABITS.forEach(name => localStorage.setItem(key(name), form.elements[name].value));
    write(form);
    changed();
  });
  window.addEventListener('popstate', () => {
    read(form);
    changed();
  });
  document.getElementById('show-all').addEventListener('click', () => {
    form.elements.filter.value = '';
    form.elements.filter.dispatchEvent(new Event('input', { bubbles: true }));
    form.elements.filter.focus();
  });
}

function read(form) {
  const asked = new URLSearchParams(location.search);
  form.elements.filter.value = asked.get('filter') ?? DEFAULTS.filter;
  for (const name of HABITS) {
    const known = [...form.elements[name].options].map(option => option.value);
    form.elements[name].value =
      [asked.get(name), localStorage.getItem(key(name))].find(value => known.includes(value)) ?? DEFAULTS[name];
  }
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

function key(name) {
  return `hf-downloader.${name}`;
}
