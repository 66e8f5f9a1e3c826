// A small menu below a button, on a phone a sheet from below.
import './core.js';
import { finderOf } from './reconcile.js';

const NARROW = matchMedia('(max-width: 48rem)');
const GAP_PX = 4;
const CLICK_MS = 100;

/**
 * What can be chosen. With `href` it is a link, `away` to another site.
 *
 * @typedef {{ label: string, icon?: Element, run?: () => void, href?: string, away?: boolean, disabled?: boolean }} MenuItem
 */

let menu = null;
/** Finds the button that it belongs to, which may have been drawn anew meanwhile. */
let opener = () => null;
let justClosed = null; // the button whose menu a press closed: the click of that press is not to open it again

/**
 * Opens it. A press beside it closes it, as does one on its button.
 *
 * @param {HTMLElement} button what it belongs to and gives the focus back to
 * @param {MenuItem[]} items
 * @param {string} label what it is called
 */
export function openMenu(button, items, label) {
  if (justClosed === button) {
    return;
  }
  closeMenu();
  opener = finderOf(button);
  menu = build(items, label);
  document.body.append(menu);
  menu.showPopover();
  place();
  addEventListener('resize', place);
  (opener() ?? button).setAttribute('aria-expanded', 'true'); // while the menu was fetched another line may have come
  focusable()[0]?.focus({ preventScroll: true });
}

/** Closes whatever is open. */
function closeMenu() {
  menu?.hidePopover();
  justClosed = null;
}

function build(items, label) {
  const element = document.createElement('div');
  element.className = 'menu';
  element.popover = 'auto';
  element.setAttribute('role', 'menu');
  element.setAttribute('aria-label', label);
  element.append(...items.map(itemOf));
  element.addEventListener('keydown', move);
  element.addEventListener('beforetoggle', event => {
    if (/** @type {ToggleEvent} */ (event).newState === 'closed') {
      leave();
    }
  });
  element.addEventListener('toggle', event => {
    if (/** @type {ToggleEvent} */ (event).newState === 'closed') {
      element.remove();
    }
  });
  return element;
}

function itemOf({ label, icon, run, href, away, disabled }) {
  const element = document.createElement(href ? 'a' : 'button');
  element.setAttribute('role', 'menuitem');
  element.tabIndex = -1;
  element.append(...(icon ? [icon] : []), label);
  if (element instanceof HTMLAnchorElement) {
    element.href = href;
    if (away) {
      element.target = '_blank';
      element.rel = 'noreferrer';
      element.addEventListener('click', closeMenu);
    }
    return element;
  }
  element.type = 'button';
  element.setAttribute('aria-disabled', String(Boolean(disabled)));
  element.addEventListener('click', () => {
    if (!disabled) {
      closeMenu(); // first, so that the focus is back where it was before anything else takes it
      run?.();
    }
  });
  return element;
}

/** The focus goes back, unless the reader has put it elsewhere. */
function leave() {
  const [closed, button] = [menu, opener()];
  [menu, opener, justClosed] = [null, () => null, button];
  removeEventListener('resize', place);
  setTimeout(() => {
    justClosed = null;
  }, CLICK_MS);
  button?.setAttribute('aria-expanded', 'false');
  if (closed.contains(document.activeElement)) {
    button?.focus({ preventScroll: true });
  }
}

function place() {
  menu.style.left = ''; // or its place would tell how wide it can be
  menu.style.top = '';
  if (NARROW.matches) {
    return; // notices.css places it
  }
  const at = opener()?.getBoundingClientRect();
  if (!at) {
    return; // its line has gone
  }
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + GAP_PX;
  const fits = below + height <= innerHeight - GAP_PX;
  menu.style.left = `${Math.max(GAP_PX, Math.min(at.right - width, innerWidth - width - GAP_PX))}px`;
  menu.style.top = `${fits ? below : Math.max(GAP_PX, at.top - height - GAP_PX)}px`;
}

function focusable() {
  return /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role=menuitem]')]);
}

/** @param {KeyboardEvent} event */
function move(event) {
  const items = focusable();
  const now = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = {
    ArrowDown: (now + 1) % items.length,
    ArrowUp: (now - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[next].focus();
  } else if (['Tab', 'Escape'].includes(event.key)) {
    closeMenu();
  }
}
