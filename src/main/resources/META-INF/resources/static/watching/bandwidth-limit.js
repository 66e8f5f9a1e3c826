// The speed limit of all downloads: shown, and changed at once.
import { put } from '../shared/api.js';
import { limitOf } from '../shared/api-model.js';
import { busy, showToast, write } from '../shared/notices.js';
import { text as words } from '../shared/texts.js';

const PATH = './api/v1/system/bandwidth-limit';

const form = document.getElementById('limit-form');
const field = /** @type {HTMLInputElement} */ (form.querySelector('[name=limit]'));
const problem = document.getElementById('limit-problem');

/** Makes the control work; the server has put the limit in force into the page. */
export function enableBandwidthLimit() {
  field.addEventListener('input', () => complain(''));
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form.querySelector('button'), save);
  });
}

/** Somebody else may have changed it; what is being typed stays. `limit` is null when it is the one that was told before. */
export function bandwidthLimitIs(limit) {
  if (limit !== null && !form.querySelector('[aria-busy=true]')) {
    show(limit, field.value === field.defaultValue);
  }
}

async function save() {
  complain('');
  try {
    const limit = limitOf((await put(PATH, { limit: field.value })).body);
    show(limit, true);
    showToast(limit ? words('limit.now', { limit }) : words('limit.gone'));
  } catch (failure) {
    complain(failure);
    field.focus();
  }
}

function show(limit, inField) {
  const place = document.getElementById('limit-now');
  const now = limit || words('limit.none');
  if (place.textContent !== now) {
    place.textContent = now;
  }
  if (inField && (field.value !== limit || field.defaultValue !== limit)) {
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
