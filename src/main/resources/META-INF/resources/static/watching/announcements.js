// What is told when a download changes its state: to screen readers, in the tab's title, as a notification.
import { isOver, nameOf } from '../shared/api-model.js';
import { showToast } from '../shared/notices.js';
import { showInTitle } from '../shared/page-title.js';
import { text } from '../shared/texts.js';
import { reasonOf } from '../shared/wait-reasons.js';

const NAME = 'HF Downloader';
const KEPT = 'hf-downloader.notify';
const MAX_LINES = 8;
const LINE_MS = 30000;
const region = document.getElementById('announcements');

/** A sentence for screen readers alone: whoever sees has the card. */
export function say(sentence) {
  const line = document.createElement('p');
  line.textContent = sentence;
  region.append(line); // beside what was said just before, which may not have been read yet
  while (region.children.length > MAX_LINES) {
    region.firstElementChild.remove();
  }
  setTimeout(() => line.remove(), LINE_MS);
}

export class Announcements {
  #states = null;

  /** To be called with all downloads when something changed. */
  tell(downloads) {
    showInTitle(downloads);
    const before = this.#states;
    this.#states = new Map(downloads.map(download => [download.id, stateOf(download)]));
    if (before) {
      const changed = downloads.filter(download => before.get(download.id) !== stateOf(download));
      const ended = changed.filter(download => ['completed', 'failed'].includes(download.state));
      announce(changed.filter(download => before.has(download.id) && !isOver(download)));
      tellEnds(ended);
    }
  }
}

function stateOf(download) {
  return download.state + (download.position === null ? ` ${download.waiting?.reason ?? ''}` : '');
}

function announce(changed) {
  if (changed.length === 1) {
    const [{ state, waiting, position }] = changed;
    const repo = nameOf(changed[0]);
    say(
      waiting && position === null
        ? text('say.waits', { repo, reason: reasonOf(waiting) })
        : text(`say.${state}`, { repo }),
    );
  }
}

function tellEnds(ended) {
  if (ended.length === 0) {
    return;
  }
  for (const { type, repo } of ended) {
    document.dispatchEvent(new CustomEvent('download-ended', { detail: { type, repo } }));
  }
  const failed = ended.filter(download => download.state === 'failed').length;
  const sentence =
    ended.length === 1
      ? text(`end.${ended[0].state}`, { repo: nameOf(ended[0]) })
      : text('end.many', { count: ended.length, failed });
  showToast(sentence, failed > 0 ? 'error' : 'info');
  notify(sentence);
}

/** Asks for permission only when it is wanted. */
export function enableNotifications() {
  const box = /** @type {HTMLInputElement} */ (document.getElementById('notify'));
  if (typeof Notification === 'undefined') {
    return;
  }
  document.getElementById('notify-label').hidden = false;
  box.checked = isWanted() && Notification.permission === 'granted';
  box.addEventListener('change', async () => {
    const allowed = box.checked && (await Notification.requestPermission()) === 'granted';
    if (box.checked && !allowed) {
      showToast(text('notify.denied'), 'error');
    }
    box.checked = allowed;
    keepWanted(allowed);
  });
}

function notify(sentence) {
  try {
    if (document.hidden && typeof Notification !== 'undefined' && isWanted() && Notification.permission === 'granted') {
      new Notification(NAME, { body: sentence, icon: './static/icon.svg' }).onclick = () => window.focus();
    }
  } catch {
    // some browsers allow them to service workers only
    keepWanted(false);
  }
}

function isWanted() {
  try {
    return localStorage.getItem(KEPT) === 'yes';
  } catch {
    return false;
  }
}

function keepWanted(is) {
  try {
    localStorage.setItem(KEPT, is ? 'yes' : 'no');
  } catch {
    // without storage it holds for this page
  }
}
