// What the bar at the top tells on every page: how much is under way, how fast it comes, and how much there is to update.
import { rate, roughly } from './formats.js';
import { text } from './texts.js';
import { totalsOf } from './totals.js';

const MAX_COUNT = 99;
const speed = /** @type {HTMLAnchorElement} */ (document.getElementById('total-speed'));

speed.addEventListener('click', event => {
  const list = document.getElementById('downloads');
  if (list?.checkVisibility()) {
    event.preventDefault(); // it is in view on this page, whose address may say more than the link's
    list.scrollIntoView();
    /** @type {HTMLElement} */ (list.querySelector('[tabindex="-1"]'))?.focus({ preventScroll: true });
  }
});

/** To be called with all downloads when something changed. */
export function showDownloads(downloads) {
  const totals = totalsOf(downloads);
  showBadge('badge-downloads', totals.active, 'bar.active');
  speed.hidden = !totals.moves;
  write(speed.querySelector('.rate'), totals.moves ? rate(totals.rate) : '');
  write(speed.querySelector('.left'), totals.moves && totals.seconds !== null ? timeLeft(totals) : '');
}

/** To be called with the number of models of which the Hub has something newer. */
export function showUpdates(count) {
  showBadge('badge-updates', count, 'bar.updates');
}

function timeLeft({ seconds, isLeast }) {
  return text(isLeast ? 'bar.moreThan' : 'bar.left', { time: roughly(seconds) });
}

/** The number is seen, and heard with what it counts. */
function showBadge(id, count, key) {
  const badge = document.getElementById(id);
  if (badge.dataset.count === String(count)) {
    return;
  }
  badge.dataset.count = String(count);
  badge.hidden = count === 0;
  const words = document.createElement('span');
  words.className = 'unseen';
  words.textContent = ` ${text(key, { count })}`;
  const number = document.createElement('span');
  number.ariaHidden = 'true';
  number.textContent = count > MAX_COUNT ? `${MAX_COUNT}+` : String(count);
  badge.replaceChildren(number, words);
}

function write(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}
