// Keys that lead around. None counts while somebody types or holds another key down, and all can be switched off, as those
// who steer by voice must be able to (WCAG 2.1.4).
const KEPT = 'hf-downloader.shortcuts';
const SEQUENCE_MS = 1500;
const PLACES = { d: '.tabs [data-key=d]', l: '.tabs [data-key=l]' };
const TEXT_FIELDS =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]';

let began = Number.NEGATIVE_INFINITY; // when g was pressed, which a place follows

export function enableShortcuts() {
  document.addEventListener('keydown', event => {
    if (!isPlain(event) || !wantsShortcuts() || document.querySelector('dialog:modal')) {
      began = Number.NEGATIVE_INFINITY;
      return;
    }
    const target = targetOf(event.key);
    began = event.key === 'g' ? performance.now() : Number.NEGATIVE_INFINITY;
    if (target) {
      event.preventDefault();
      target();
    }
  });
}

export function wantsShortcuts() {
  try {
    return localStorage.getItem(KEPT) !== 'no';
  } catch {
    return true;
  }
}

export function keepShortcuts(wanted) {
  try {
    localStorage.setItem(KEPT, wanted ? 'yes' : 'no');
  } catch {
    // without storage they cannot be switched off
  }
}

function isPlain(event) {
  const target = /** @type {Element} */ (event.target);
  return !(
    event.defaultPrevented ||
    event.isComposing ||
    event.repeat ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target.closest(TEXT_FIELDS)
  );
}

/** What this key does now, or undefined. */
function targetOf(key) {
  if (performance.now() - began < SEQUENCE_MS) {
    const link = /** @type {HTMLElement} */ (document.querySelector(PLACES[key] ?? 'none'));
    return link && (() => link.click());
  }
  if (key === '?') {
    const list = /** @type {HTMLDialogElement} */ (document.getElementById('shortcuts'));
    return list && (() => list.showModal());
  }
  if (key === '/') {
    const box = /** @type {HTMLInputElement} */ (document.querySelector('#repo, #view [name=filter]'));
    return (
      box &&
      (() => {
        box.focus();
        box.select();
      })
    );
  }
  return undefined;
}
