// The bar of a row: what was received, and in it what has gone through the hash. Full is what is completed alone, so that
// "verifying" is its last stretch.
import { thousandths } from '../shared/formats.js';
import { text } from '../shared/texts.js';

/** Less than this is taken back by a pause or a restart, when what is on the disk is counted anew; more, when a file comes anew. */
const COUNTED_ANEW = 100;

/** Writes bar and percents of a download into its row. */
export function writeBar(row, view) {
  const bar = row.querySelector('.bar');
  if (!bar) {
    return;
  }
  const received = Math.max(stretch(view.bytesReceived, view), 0);
  const shown = forwards(received, Number(bar.dataset.received ?? 0));
  const verified = Math.min(shown, forwards(stretch(view.bytesHashed, view), Number(bar.dataset.verified ?? 0)));
  const percent = Math.floor(shown / 10);
  set(bar, 'data-received', shown);
  set(bar, 'data-verified', verified);
  set(bar.querySelector('.verified'), 'width', verified);
  const told = text('row.percent', { percent });
  const percents = row.querySelector('[data-field=percent]');
  if (percents.textContent !== told) {
    percents.textContent = told;
  }
  const state = row.querySelector('.state').textContent;
  set(bar, 'aria-valuetext', text('row.progress', { state, percent }));
  if (view.state === 'resolving') {
    bar.removeAttribute('aria-valuenow'); // nobody knows
  } else {
    set(bar, 'aria-valuenow', percent);
    set(bar.querySelector('.received'), 'width', shown);
  }
}

/** The bar of a row that gets other markup goes on where it was. */
export function keepBar(old, fresh) {
  const [before, now] = [old.querySelector('.bar'), fresh.querySelector('.bar')];
  for (const name of before && now ? ['data-received', 'data-verified'] : []) {
    if (before.hasAttribute(name)) {
      now.setAttribute(name, before.getAttribute(name));
    }
  }
}

/** It does not run backwards for what is only counted anew. */
export function forwards(now, before) {
  return now < before && before - now < COUNTED_ANEW ? before : now;
}

function stretch(count, view) {
  return thousandths(count, view.bytesTotal, view.state === 'completed');
}

function set(element, name, value) {
  if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}
