// Shows where in the list a download stands: its row comes into view and is marked for a moment.
import { scrollerOf } from '../shared/scroller.js';

const MARKED_MS = 2000;
const STILL = matchMedia('(prefers-reduced-motion: reduce)');

/** @param {HTMLElement | undefined} row nothing happens where there is none */
export function reveal(row) {
  if (!row) {
    return;
  }
  bringIntoView(row);
  row.dataset.new = 'yes';
  setTimeout(() => {
    // it may have got other markup meanwhile
    const now = /** @type {HTMLElement} */ (document.querySelector(`[data-new][data-id="${row.dataset.id}"]`));
    delete now?.dataset.new;
  }, MARKED_MS);
}

/** To the middle of what scrolls; the rest of the page stays where it is. */
function bringIntoView(row) {
  const scroller = scrollerOf(row);
  const isPage = scroller === document.scrollingElement;
  const { top, height } = isPage ? { top: 0, height: innerHeight } : scroller.getBoundingClientRect();
  const at = row.getBoundingClientRect();
  scroller.scrollBy({
    top: at.top + at.height / 2 - (top + height / 2),
    behavior: STILL.matches ? 'auto' : 'smooth',
  });
}

/** A row that gets other markup stays marked. */
export function keepMark(old, fresh) {
  if (old.dataset.new) {
    fresh.dataset.new = old.dataset.new;
  }
}
