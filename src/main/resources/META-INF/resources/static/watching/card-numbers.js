// Writes the numbers of one download into its card; DownloadRow.java wrote them first.
import { transportOf } from '../shared/api-model.js';
import { bytes, duration, exactBytes, exactPart, localTime, part, rate } from '../shared/formats.js';
import { text } from '../shared/texts.js';
import { partsOf } from '../shared/wait-reasons.js';

export function writeNumbers(card, view) {
  const total = view.bytesTotal;
  write(card, 'percent', text('card.percent', { percent: view.percent }));
  write(card, 'received', part(view.bytesReceived, total), exactPart(view.bytesReceived, total));
  write(card, 'verified', bytes(view.bytesVerified), exactBytes(view.bytesVerified));
  write(card, 'hashed', part(view.bytesHashed, total), exactPart(view.bytesHashed, total));
  write(card, 'files', text('card.files', { done: view.filesDone, total: view.filesTotal }));
  write(card, 'rate', rate(view.rate));
  write(card, 'left', duration(view.etaSeconds));
  write(card, 'connections', String(view.connections));
  write(card, 'via', transports(view.via));
  write(card, 'tries', String(view.tries));
  write(card, 'currentFile', view.currentFile, view.currentFile);
  optional(card, 'trouble', view.lastError ?? '');
  optional(card, 'reused', view.bytesReused > 0 ? bytes(view.bytesReused) : '', exactBytes(view.bytesReused));
  if (view.position !== null) {
    write(card, 'phase', text('card.place', { place: view.position + 1 }));
  }
  waiting(card, view.position === null ? view.waiting : null); // its phase tells the place in the queue
  bar(card, 'received', view.bytesReceived, view);
  bar(card, 'verified', view.bytesVerified, view);
}

function write(card, field, value, title) {
  const element = card.querySelector(`[data-field=${field}]`);
  if (element && element.textContent !== value) {
    element.textContent = value;
    if (title !== undefined) {
      element.title = title;
    }
  }
}

/** What is there only when there is something to say. */
function optional(card, name, value, title) {
  const place = card.querySelector(`[data-for=${name}]`);
  if (place) {
    place.hidden = value === '';
    write(card, name, value, title);
  }
}

function transports(via) {
  return via.map(transportOf).join(', ') || '–';
}

function waiting(card, wait) {
  const element = card.querySelector('[data-field=waiting]');
  const parts = wait ? partsOf(wait) : [];
  if (wait?.until) {
    parts.push(text('card.goesOn', { time: localTime(wait.until) }));
  }
  element.hidden = !wait;
  card.querySelector('[data-field=phase]').hidden = Boolean(wait);
  const line = document.createElement('p');
  line.append(...parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part])));
  if (element.textContent !== line.textContent) {
    element.replaceChildren(...line.childNodes);
  }
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
  return of === 0 ? 0 : Math.min(990, Math.floor((count * 1000) / of));
}
