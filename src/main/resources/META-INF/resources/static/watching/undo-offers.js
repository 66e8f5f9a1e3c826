// What was cancelled can be taken back for ten seconds, by a button that stays in sight: in every tab, and also when the
// page was opened meanwhile. The time runs on the server's clock, which wrote down when it ended.

import { nameOf } from '../shared/api-model.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const SECONDS = 10;
const MAX_OFFERS = 4;

const place = document.createElement('ul');
place.id = 'undos';
place.setAttribute('role', 'list');
document.getElementById('toasts').append(place);

export class UndoOffers {
  #undo;
  #after;
  #ahead = null; // of the server's clock before that of this page, in milliseconds
  #offered = new Set();
  #leftOut = new Set();

  /**
   * @param undo called with the id of what is to go on, at most once for each offer
   * @param after called with an id when its offer goes away by itself and the focus was on it
   */
  constructor(undo, after) {
    this.#undo = undo;
    this.#after = after;
  }

  /** What the server's clock says now. */
  heard(now) {
    this.#ahead = Date.parse(now) - performance.now();
  }

  /** Offers what was cancelled just now, and takes back offers for what goes on by another way. */
  show(downloads) {
    const cancelled = downloads.filter(({ state, endedAt }) => state === 'cancelled' && endedAt);
    const ids = new Set(cancelled.map(({ id }) => id));
    for (const entry of /** @type {HTMLElement[]} */ ([...place.children])) {
      if (!ids.has(entry.dataset.undo)) {
        entry.remove();
      }
    }
    if (this.#ahead === null) {
      return;
    }
    const now = performance.now();
    for (const download of [...cancelled].sort((one, other) => Date.parse(one.endedAt) - Date.parse(other.endedAt))) {
      const until = Math.min(now, Date.parse(download.endedAt) - this.#ahead) + SECONDS * 1000;
      const what = `${download.id} ${download.endedAt}`;
      if (this.#leftOut.has(download.id)) {
        this.#offered.add(what);
      }
      if (until > now && !this.#offered.has(what)) {
        this.#offered.add(what);
        this.#offer(download, until);
      }
    }
  }

  /** What is cancelled until the result is called is not offered: it is taken back by another way. */
  leaveOut(ids) {
    this.#leftOut = new Set(ids);
    return () => this.#leftOut.clear();
  }

  /** Gives the focus to an offer, as its row has gone from where the focus was. */
  focus(id) {
    entryOf(id)?.querySelector('button').focus({ preventScroll: true });
  }

  #offer(download, until) {
    const entry = fromTemplate('undo');
    const button = entry.querySelector('button');
    const repo = nameOf(download);
    entry.dataset.undo = download.id;
    entry.querySelector('.what').textContent = text('undo.what', { repo });
    button.setAttribute('aria-label', text('undo.label', { repo }));
    const tick = () => {
      const seconds = Math.ceil((until - performance.now()) / 1000);
      if (!entry.isConnected) {
        clearInterval(timer);
      } else if (seconds <= 0) {
        this.#close(entry);
      } else {
        entry.querySelector('.seconds').textContent = text('undo.seconds', { seconds });
      }
    };
    const timer = setInterval(tick, 250);
    button.addEventListener('click', () => {
      entry.remove();
      this.#undo(download.id);
    });
    entryOf(download.id)?.remove();
    place.append(entry);
    while (place.children.length > MAX_OFFERS) {
      place.firstElementChild.remove();
    }
    tick();
  }

  #close(entry) {
    const focused = entry.contains(document.activeElement);
    entry.remove();
    if (focused) {
      this.#after(entry.dataset.undo);
    }
  }
}

function entryOf(id) {
  return place.querySelector(`[data-undo="${id}"]`);
}
