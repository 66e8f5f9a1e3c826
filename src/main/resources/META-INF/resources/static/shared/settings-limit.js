// The speed limit of all downloads: switched, changed and shown at once.
import { get, put } from './api.js';
import { limitOf } from './api-model.js';
import { busy } from './notices.js';
import { complain, forgive, say } from './settings-part.js';
import { text } from './texts.js';

const PATH = './api/v1/system/bandwidth-limit';

export function enable(part) {
  const form = part.querySelector('form');
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('limit'));
  const onOff = /** @type {HTMLInputElement} */ (form.elements.namedItem('enabled'));

  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form.querySelector('[type=submit]'), () => change({ limit: field.value.trim() }));
  });
  part.querySelector('.presets').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button) {
      field.value = button.value;
      busy(button, () => change({ limit: button.value }));
    }
  });
  onOff.addEventListener('change', () => {
    if (onOff.checked && field.value.trim() === '') {
      onOff.checked = false;
      complain(part, text('limit.nothing'), field);
    } else {
      change(onOff.checked ? { limit: field.value.trim() } : { enabled: false });
    }
  });
  field.addEventListener('input', () => forgive(part, field));
  // Somebody else may have changed it.
  document.addEventListener('limit-changed', () => part.closest('dialog').open && look().catch(console.warn));

  async function change(wanted) {
    forgive(part, field);
    try {
      const kept = limitOf((await put(PATH, wanted)).body);
      show(kept, true);
      say(part, kept.enabled && kept.limit ? text('limit.now', { limit: inWords(kept.limit) }) : text('limit.gone'));
    } catch (failure) {
      onOff.checked = onOff.defaultChecked;
      complain(part, failure, field);
    }
  }

  /** What is being typed stays. */
  async function look() {
    const kept = limitOf((await get(PATH)).body);
    show(kept, field.value === field.defaultValue);
  }

  function show({ limit, enabled }, inField) {
    onOff.defaultChecked = enabled && limit !== '';
    onOff.checked = onOff.defaultChecked;
    field.defaultValue = limit;
    if (inField) {
      field.value = limit;
    }
    for (const button of part.querySelectorAll('.presets button')) {
      button.setAttribute('aria-pressed', String(onOff.checked && button.value === limit));
    }
  }

  /** One that holds at all hours, with its unit; one that changes with the hours as it was written. */
  function inWords(limit) {
    return limit.replace(/^([\d.]+)([kMG])$/, (_, count, unit) => `${count} ${unit}B/s`);
  }

  return async () => {
    say(part, '');
    await look().catch(failure => say(part, failure, 'error'));
  };
}
