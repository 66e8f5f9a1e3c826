// What was cancelled can be taken back for ten seconds, by a button that stays in sight.
import { nameOf } from './answers.js';
import { text } from './texts.js';

const SECONDS = 10;
const MOST = 4;

const place = document.getElementById('undos');
const template = document.getElementById('undo');

/**
 * Offers it.
 *
 * @param download what was cancelled
 * @param focus whether the offer takes the focus, as its card has gone from where the focus was
 * @param undo called at most once
 * @param after called with whether the focus was on the offer, when it goes away by itself
 */
export function offerUndo(download, focus, undo, after) {
  const entry = template.content.firstElementChild.cloneNode(true);
  const button = entry.querySelector('button');
  const until = performance.now() + SECONDS * 1000;
  entry.dataset.undo = download.id;
  entry.querySelector('.what').textContent = text('undo.what', { repo: nameOf(download) });
  button.setAttribute('aria-label', text('undo.label', { repo: nameOf(download) }));
  const tick = () => {
    const seconds = Math.ceil((until - performance.now()) / 1000);
    if (seconds <= 0 || !entry.isConnected) {
      close();
    } else {
      entry.querySelector('.seconds').textContent = text('undo.seconds', { seconds });
    }
  };
  const timer = setInterval(tick, 250);
  const close = () => {
    clearInterval(timer);
    const focused = entry.contains(document.activeElement);
    entry.remove();
    after(focused);
  };
  button.addEventListener('click', () => {
    clearInterval(timer);
    entry.remove();
    undo();
  });
  takeBackOffer(download.id);
  place.append(entry);
  while (place.children.length > MOST) {
    place.firstElementChild.remove();
  }
  tick();
  if (focus) {
    button.focus({ preventScroll: true });
  }
}

/** It goes on by another way. */
export function takeBackOffer(id) {
  place.querySelector(`[data-undo="${id}"]`)?.remove();
}
