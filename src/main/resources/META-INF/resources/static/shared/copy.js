// Puts a text into the clipboard, also where the browser has none for this page: over plain HTTP from another machine, which
// is the usual case at home, `navigator.clipboard` does not exist.
import { showToast } from './notices.js';
import { text } from './texts.js';

/**
 * Copies it and says so; where no way of copying works, shows it selected, to be copied by hand.
 *
 * @param {string} what the text to copy
 * @param {string} told what is said once it is copied
 */
export async function copy(what, told) {
  if (await isCopied(what)) {
    showToast(told);
  } else {
    showToCopy(what);
  }
}

async function isCopied(what) {
  try {
    await navigator.clipboard.writeText(what);
    return true;
  } catch {
    return isCopiedBySelection(what);
  }
}

/** A field that nobody sees takes the selection for a moment. */
function isCopiedBySelection(what) {
  const active = /** @type {HTMLElement} */ (document.activeElement);
  const field = document.createElement('textarea');
  field.className = 'unseen';
  field.readOnly = true;
  field.value = what;
  field.setAttribute('aria-hidden', 'true');
  (document.querySelector('dialog:modal') ?? document.body).append(field); // what is outside of a dialog takes no focus
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    active?.focus({ preventScroll: true });
  }
}

function showToCopy(what) {
  const dialog = document.createElement('dialog');
  const heading = document.createElement('h2');
  heading.id = 'copy-title';
  heading.textContent = text('copy.byHand');
  const help = document.createElement('p');
  help.textContent = text('copy.byHandHelp');
  const field = document.createElement('textarea');
  field.readOnly = true;
  field.rows = 3;
  field.value = what;
  field.setAttribute('aria-labelledby', heading.id);
  const close = document.createElement('button');
  close.textContent = text('copy.close');
  const actions = document.createElement('form');
  actions.method = 'dialog';
  actions.className = 'actions';
  actions.append(close);
  const article = document.createElement('article');
  article.append(heading, help, field, actions);
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.append(article);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  field.select();
}
