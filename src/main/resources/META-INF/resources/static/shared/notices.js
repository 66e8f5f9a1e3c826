// What the page says to the user and asks of them.
import { LANGUAGE, text } from './texts.js';

const LINK = /https?:\/\/[^\s"'<>()]*[^\s"'<>().,;:!?]/g;

/**
 * Puts a text in place, its web addresses as links; as text, so markup in it stays text.
 *
 * @param said a text in the page's language, or a failure of api.js
 */
export function write(element, said) {
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
  element.hidden = text === '';
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

let clearing = 0;

/**
 * A passing message, read out by screen readers.
 *
 * @param said as for `write`
 */
export function showToast(said, kind = 'info') {
  const element = document.getElementById('news');
  element.dataset.kind = kind;
  write(element, said);
  clearTimeout(clearing);
  clearing = setTimeout(() => write(element, ''), Math.max(6000, element.textContent.length * 90));
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

/** Runs one piece of work for a button; a second click meanwhile does nothing. */
export async function busy(button, work) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
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
