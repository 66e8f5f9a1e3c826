// Writes the numbers of one download into its row and its details; DownloadRow.java wrote them first.
import { transportOf } from '../shared/api-model.js';
import { bytes, duration, exactBytes, exactPart, localTime, part, rate, shortTime } from '../shared/formats.js';
import { partOf, reasonOf, spoken } from '../shared/problem-text.js';
import { LANGUAGE, text } from '../shared/texts.js';
import { writeBar } from './progress-bar.js';

const SOON_MS = 300_000;

export function writeNumbers(row, view) {
  const total = view.bytesTotal;
  const now = nowOf(view);
  write(row, 'now', now.text, now.title);
  row.toggleAttribute('data-waiting', now.waits);
  writeBar(row, view);
  if (!row.dataset.open) {
    return;
  }
  write(row, 'received', part(view.bytesReceived, total), exactPart(view.bytesReceived, total));
  write(row, 'checked', part(view.bytesHashed, total), exactPart(view.bytesHashed, total));
  write(row, 'files', text('row.files', { done: view.filesDone, total: view.filesTotal }));
  write(row, 'connections', String(view.connections));
  write(row, 'via', view.via.map(transportOf).join(', ') || '–');
  write(row, 'tries', String(view.tries));
  write(row, 'currentFile', view.currentFile, view.currentFile);
  trouble(row, view);
  optional(row, 'reused', view.bytesReused > 0 ? bytes(view.bytesReused) : '', exactBytes(view.bytesReused));
  if (view.position !== null) {
    write(
      row,
      'phase',
      view.position === 0 ? text('row.nextInQueue') : text('row.placeInQueue', { place: view.position + 1 }),
    );
  }
  waiting(row, view.position === null || lacksRoom(view) ? view.waiting : null);
}

/** What matters most about it now, in a few words; DownloadRow.java makes the same of it, but for the time. */
export function nowOf(view) {
  if (lacksRoom(view)) {
    const size = bytes(Number(view.waiting.parameters.missingBytes));
    return { waits: true, text: text('row.noRoom', { size }), title: reasonOf(view.waiting) };
  }
  const waits = Boolean(view.waiting) && ['resolving', 'downloading', 'verifying'].includes(view.state);
  if (waits) {
    const { until } = view.waiting;
    return {
      waits,
      text: until ? text('row.waitingUntil', { time: untilTime(until) }) : text('row.waiting'),
      title: reasonOf(view.waiting),
    };
  }
  return { waits, text: saidOf(view), title: '' };
}

/** Whether it has no turn before there is room on the disk. */
function lacksRoom(view) {
  return view.position !== null && view.waiting?.code === 'disk-full';
}

/** With seconds where it is soon. */
function untilTime(iso) {
  return Date.parse(iso) - Date.now() < SOON_MS ? localTime(iso) : shortTime(iso);
}

function saidOf(view) {
  const size = view.bytesTotal > 0 ? bytes(view.bytesTotal) : '';
  switch (view.state) {
    case 'queued':
      return joined(placeOf(view.position), size);
    case 'downloading':
      return joined(rate(view.rate), view.etaSeconds === null ? '' : duration(view.etaSeconds));
    case 'paused':
      return size && part(view.bytesReceived, view.bytesTotal);
    case 'completed':
      return view.updateResult ? '' : size; // what an update came to stands beside it
    default:
      return '';
  }
}

function placeOf(position) {
  if (position === null) {
    return '';
  }
  return position === 0 ? text('row.next') : text('row.place', { place: position + 1 });
}

function joined(...parts) {
  return parts.filter(Boolean).join(' · ');
}

function write(row, field, value, title) {
  const element = row.querySelector(`[data-field=${field}]`);
  if (element && element.textContent !== value) {
    element.textContent = value;
  }
  if (element && title !== undefined && element.title !== title) {
    element.title = title;
  }
}

function trouble(row, { lastError, lastFailure }) {
  const { message, english } = spoken(lastFailure, lastError ?? '');
  optional(row, 'trouble', lastError ? message : '');
  row.querySelector('[data-field=trouble]')?.setAttribute('lang', english ? 'en' : LANGUAGE);
}

/** What is there only when there is something to say. */
function optional(row, name, value, title) {
  const place = row.querySelector(`[data-for=${name}]`);
  if (place) {
    place.hidden = value === '';
    write(row, name, value, title);
  }
}

/** Why it waits, in full; that the Hub is out of reach is told at the top of the page, too. */
function waiting(row, wait) {
  const element = row.querySelector('[data-field=waiting]');
  element.hidden = !wait;
  row.querySelector('[data-field=make-room]').hidden = wait?.code !== 'disk-full';
  if (element.textContent !== (wait ? reasonOf(wait) : '')) {
    element.replaceChildren(...(wait ? [partOf(wait)] : []));
  }
}
