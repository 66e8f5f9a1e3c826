// The speed limit of all downloads: shown, and changed at once.
import { get, put } from './api.js';
import { limitOf } from './answers.js';
import { busy, news, write } from './talk.js';
import { text as words } from './texts.js';

const PATH = './api/v1/system/bandwidth-limit';

const form = document.getElementById('limit-form');
const field = form.elements.limit;
const problem = document.getElementById('limit-problem');
const details = document.getElementById('speed');

/** Makes the control work; the server has put the limit in force into the page. */
export function keepSpeedShown() {
  details.addEventListener('toggle', () => details.open && look());
  field.addEventListener('input', () => complain(''));
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form.querySelector('button'), save);
  });
}

/** Somebody else may have changed it; what is being typed stays. */
async function look() {
  const before = field.value;
  try {
    const limit = limitOf((await get(PATH)).body);
    show(limit, field.value === before && field.value === field.defaultValue);
  } catch {
    // what the page shows stands
  }
}

async function save() {
  complain('');
  try {
    const limit = limitOf((await put(PATH, { limit: field.value })).body);
    show(limit, true);
    news(limit ? words('limit.now', { limit }) : words('limit.gone'));
  } catch (failure) {
    complain(failure);
    field.focus();
  }
}

function show(limit, inField) {
  document.getElementById('limit-now').textContent = limit || words('limit.none');
  if (inField) {
    field.defaultValue = limit;
    field.value = limit;
  }
}

function complain(text) {
  write(problem, text);
  if (text) {
    field.setAttribute('aria-invalid', 'true');
  } else {
    field.removeAttribute('aria-invalid');
  }
}
