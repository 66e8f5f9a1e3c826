// How far the downloads are, in the title of the tab.
import { text } from './texts.js';
import { percentOf } from './totals.js';

const usualTitle = document.title;

/** To be called with all downloads when something changed. */
export function showInTitle(downloads) {
  const percent = percentOf(downloads);
  const title = percent === null ? usualTitle : text('title.percent', { percent });
  if (document.title !== title) {
    document.title = title;
  }
}
