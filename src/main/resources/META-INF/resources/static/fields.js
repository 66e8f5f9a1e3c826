// Writes the numbers of one download into its card; DownloadRow.java wrote them first.
import { bytes, duration, exactBytes, exactPart, localTime, part, rate } from './formats.js';

export function writeNumbers(card, view) {
  const total = view.bytesTotal;
  text(card, 'percent', `${view.percent} %`);
  text(card, 'received', part(view.bytesReceived, total), exactPart(view.bytesReceived, total));
  text(card, 'verified', bytes(view.bytesVerified), exactBytes(view.bytesVerified));
  text(card, 'hashed', part(view.bytesHashed, total), exactPart(view.bytesHashed, total));
  text(card, 'files', `${view.filesDone} of ${view.filesTotal}`);
  text(card, 'rate', rate(view.rate));
  text(card, 'left', duration(view.etaSeconds));
  text(card, 'currentFile', view.currentFile);
  reused(card, view.bytesReused);
  waiting(card, view.position === null ? view.waiting : null); // its phase tells the place in the queue
  bar(card, 'received', view.bytesReceived, view);
  bar(card, 'verified', view.bytesVerified, view);
}

function text(card, field, value, title) {
  const element = card.querySelector(`[data-field=${field}]`);
  if (element && element.textContent !== value) {
    element.textContent = value;
  }
  if (element && title !== undefined) {
    element.title = title;
  }
}

function reused(card, count) {
  const place = card.querySelector('[data-for=reused]');
  if (place) {
    place.hidden = count === 0;
  }
  text(card, 'reused', bytes(count), exactBytes(count));
}

function waiting(card, wait) {
  const element = card.querySelector('[data-field=waiting]');
  const value = !wait ? '' : wait.until
    ? `${wait.reason} Goes on by itself at ${localTime(wait.until)}.`
    : wait.reason;
  element.hidden = value === '';
  text(card, 'waiting', value);
}

function bar(card, name, count, view) {
  const element = card.querySelector(`[data-bar=${name}]`);
  if (!element) {
    return;
  }
  if (view.state === 'resolving' && name === 'received') {
    element.removeAttribute('value');
  } else {
    element.value = thousandths(count, view.bytesTotal, view.state === 'completed');
  }
}

/** A full bar is for what is completed alone. */
export function thousandths(count, of, completed) {
  if (completed) {
    return 1000;
  }
  return of === 0 ? 0 : Math.min(990, Math.floor(count * 1000 / of));
}
