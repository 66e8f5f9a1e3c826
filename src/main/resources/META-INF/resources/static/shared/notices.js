// What the page says to the user and asks of them.
import { LANGUAGE, text } from './texts.js';

const LINK = /https?:\/\/[^\s"'<>()“”\u3000-\u303f\uff00-\uffef]*[^\s"'<>().,;:!?“”\u3000-\u303f\uff00-\uffef]/g;

/**
 * Puts a text in place, its web addresses as links; as text, so markup in it stays text.
 *
 * @param said a text in the page's language, or a failure of api.js
 */
export function write(element, said) {
  fill(element, said);
  element.hidden = element.textContent === '';
}

function fill(element, said) {
  const text = said?.message ?? said;
  mark(element, said?.english ?? !isOurs(text));
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(end, match.index), link(match[0]));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  element.replaceChildren(...parts.filter(part => part !== ''));
}

/** Lets screen readers speak what the API said in its own language. */
function mark(element, isEnglish) {
  if (isEnglish && LANGUAGE !== 'en') {
    element.lang = 'en';
  } else {
    element.removeAttribute('lang');
  }
}

/** A sentence that came without its language: one in Chinese has a Chinese character in it. */
function isOurs(text) {
  return text === '' || LANGUAGE !== 'zh' || /\p{Script=Han}/u.test(text);
}

const SHORTEST_MS = 6000;
const SHORTEST_WITH_ACTIONS_MS = 12000;
const MS_A_LETTER = 90;
const AFTER_A_LOOK_MS = 3000;

let clearing = 0;
let shown = 0; // counts the messages
let isPointedAt = false;

/**
 * What can be done about what a message says. With `href` it is a link.
 *
 * @typedef {{ label: string, run?: () => unknown, href?: string }} ToastAction
 */

/**
 * A passing message, read out by screen readers. It stays while the reader looks at it: while the keyboard is on it, or a
 * mouse that was moved there.
 *
 * @param said as for `write`; a failure that was told elsewhere (on-demand.js) is not told here
 * @param {string} [kind] `info` or `error`
 * @param {{ actions?: ToastAction[] }} [more] buttons and links beside it, which are for the eye: whatever they do can be
 *     done elsewhere, too
 * @returns {(actions: ToastAction[]) => void} puts others in their place, as long as this message is there
 */
export function showToast(said, kind = 'info', { actions = [] } = {}) {
  if (said?.isTold) {
    return () => {};
  }
  const { toast, news } = toastParts();
  followPointer(toast);
  toast.dataset.kind = kind;
  fill(news, said);
  showActions(actions);
  document.getElementById('dismiss').onclick = clear;
  const shortest = actions.length > 0 ? SHORTEST_WITH_ACTIONS_MS : SHORTEST_MS;
  goIn(Math.max(shortest, news.textContent.length * MS_A_LETTER));
  const mine = ++shown;
  return others => mine === shown && showActions(others);
}

/** One that has the focus keeps it. */
function showActions(actions) {
  const { buttons } = toastParts();
  const focused = [...buttons.children].indexOf(document.activeElement);
  buttons.replaceChildren(...actions.map(action => toastAction(action, clear)));
  if (focused >= 0) {
    /** @type {HTMLElement} */ (buttons.children[focused])?.focus({ preventScroll: true });
  }
}

function goIn(milliseconds) {
  clearTimeout(clearing);
  clearing = setTimeout(() => (isLookedAt() ? goIn(AFTER_A_LOOK_MS) : clear()), milliseconds);
}

function isLookedAt() {
  return isPointedAt || toastParts().toast.matches(':has(:focus-visible)');
}

/** A toast that comes up under a pointer at rest is not looked at, and a finger leaves nothing behind where it was. */
function followPointer(toast) {
  toast.onpointermove = ({ pointerType, movementX, movementY }) => {
    isPointedAt ||= pointerType !== 'touch' && (movementX !== 0 || movementY !== 0);
  };
  toast.onpointerleave = () => {
    isPointedAt = false;
  };
}

function clear() {
  const { news, buttons } = toastParts();
  clearTimeout(clearing);
  isPointedAt = false; // one that has gone is left without a word
  shown++;
  fill(news, '');
  buttons.replaceChildren();
}

function toastParts() {
  const news = document.getElementById('news');
  const toast = /** @type {HTMLElement} */ (news.closest('.toast'));
  return { toast, news, buttons: toast.querySelector('.toast-actions') };
}

/** @param {ToastAction} action */
function toastAction({ label, run, href }, done) {
  const element = document.createElement(href ? 'a' : 'button');
  element.textContent = label;
  if (element instanceof HTMLAnchorElement) {
    element.href = href;
    return element;
  }
  element.type = 'button';
  element.className = 'link';
  element.addEventListener('click', () => {
    done();
    attempt(run);
  });
  return element;
}

/** Asks before something is lost; true for yes. Escape means no. */
export function confirmed(title, question, yes, no = text('confirm.no')) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('confirm'));
  if (dialog.open) {
    return Promise.resolve(false);
  }
  document.getElementById('confirm-title').textContent = title;
  document.getElementById('confirm-text').textContent = question;
  dialog.querySelector('[value=yes]').textContent = yes;
  dialog.querySelector('[value=no]').textContent = no;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }),
  );
}

/** Does it, and tells in passing when that fails, which nobody else would: work that a click begins has no caller. */
export async function attempt(work) {
  try {
    await work();
  } catch (failure) {
    showToast(failure, 'error');
  }
}

/** Runs one piece of work for a button, and tells when it fails; a second click meanwhile does nothing. */
export async function busy(button, work) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  try {
    await attempt(work);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function link(address) {
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.textContent = address;
  anchor.rel = 'noreferrer';
  anchor.target = '_blank';
  return anchor;
}
