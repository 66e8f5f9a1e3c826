// What is told of the downloads on every page: in its bar and title, to screen readers, and at an end also in passing and as a
// notification.
import { isOver, nameOf, runnableOf } from './api-model.js';
import { showDownloads } from './app-bar.js';
import { bytes } from './formats.js';
import { showToast } from './notices.js';
import { notify } from './notifications.js';
import { onDemand } from './on-demand.js';
import { showInTitle } from './page-title.js';
import { failureOf, reasonOf } from './problem-text.js';
import { modelsDir } from './shown-path.js';
import { text } from './texts.js';

const MAX_LINES = 8;
const LINE_MS = 30000;
const region = document.getElementById('announcements');

/** A sentence for screen readers alone: whoever sees has the row. */
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
  /** @type {any[]} */
  #downloads = [];
  /** The one that ended last and is told of alone: what can be copied of it may be known only later. */
  #toldLast = null;
  #show;
  #isToldElsewhere;

  /**
   * @param {((id: string, open: boolean) => void) | null} [show] brings the row of a download into view, by its id; with `true`
   *   also its details; null on a page that has no rows
   * @param isToldElsewhere whether the page itself tells in passing how a download ended
   */
  constructor(show = null, isToldElsewhere = _download => false) {
    this.#show = show;
    this.#isToldElsewhere = isToldElsewhere;
  }

  /** To be called with all downloads when something changed. */
  tell(downloads) {
    showInTitle(downloads);
    showDownloads(downloads);
    const before = this.#states;
    const known = this.#downloads;
    this.#states = new Map(downloads.map(download => [download.id, stateOf(download)]));
    this.#downloads = downloads;
    this.#renewActions();
    if (before) {
      const changed = downloads.filter(download => before.get(download.id) !== stateOf(download));
      const ended = changed.filter(download => ['completed', 'failed'].includes(download.state));
      tellChanged([
        ...changed,
        ...known.filter(({ id }) => !this.#states.has(id)).map(gone => ({ ...gone, isGone: true })),
      ]);
      announce(changed.filter(download => before.has(download.id) && !isOver(download)));
      this.#tellEnds(ended);
    }
  }

  async #tellEnds(ended) {
    if (ended.length === 0) {
      return;
    }
    for (const { type, repo } of ended) {
      document.dispatchEvent(new CustomEvent('download-ended', { detail: { type, repo } }));
    }
    notify(wordsOf(ended));
    const untold = ended.filter(download => !this.#isToldElsewhere(download));
    if (untold.length > 0) {
      const failed = untold.some(download => download.state === 'failed');
      const [{ id }] = untold;
      const isOne = untold.length === 1;
      const key = this.#copyKey(id);
      const actions = isOne ? await this.#actions(id).catch(() => []) : [];
      const renew = showToast(wordsOf(untold), failed ? 'error' : 'info', { actions });
      this.#toldLast = isOne && !failed ? { id, key, renew } : null;
      this.#renewActions();
    }
  }

  /** A download has ended before the server knows what its files are: then there is more to copy than its folder. */
  #renewActions() {
    const told = this.#toldLast;
    const key = told && this.#copyKey(told.id);
    if (told && key !== told.key) {
      told.key = key;
      this.#actions(told.id).then(told.renew, console.warn);
    }
  }

  #find(id) {
    return this.#downloads.find(download => download.id === id);
  }

  #copyKey(id) {
    return JSON.stringify([this.#find(id)?.result ?? null, modelsDir()]);
  }

  async #actions(id) {
    if (this.#find(id)?.state === 'failed') {
      const there = this.#show ? { run: () => this.#show(id, true) } : { href: './#downloads' };
      return [{ label: text('toast.show'), ...there }];
    }
    const { copyChoices, libraryAddress, usualChoice } = await onDemand(() => import('./copy-choices.js')); // no part of the first view
    const download = this.#find(id);
    const what = download && runnableOf(download, modelsDir());
    if (!what) {
      return [];
    }
    const { name, label } = usualChoice(what);
    /** As its label says, with what is known by then. */
    const run = () => {
      const now = runnableOf(this.#find(id) ?? download, modelsDir());
      copyChoices(now)
        .find(choice => choice.name === name)
        ?.run();
    };
    return [
      { label, run },
      { label: text('copy.inLibrary'), href: libraryAddress(download.repo) },
    ];
  }
}

function stateOf(download) {
  return download.state + (download.position === null ? ` ${download.waiting?.reason ?? ''}` : '');
}

/** For other parts of the page: which repositories there is something new of, and whether a download of it is over or gone. */
function tellChanged(downloads) {
  for (const download of downloads) {
    const { type, repo, isGone = false } = download;
    const detail = { type, repo, isOver: isGone || isOver(download) };
    document.dispatchEvent(new CustomEvent('download-changed', { detail }));
  }
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

/** What one says that ended, or several. */
function wordsOf(ended) {
  const failed = ended.filter(download => download.state === 'failed').length;
  if (ended.length > 1) {
    return text(failed > 0 ? 'end.manyFailed' : 'end.many', { count: ended.length, failed });
  }
  const [{ state, error, updateResult }] = ended;
  if (state === 'completed' && updateResult) {
    const [repo, size] = [nameOf(ended[0]), bytes(updateResult.bytesFetched)];
    return updateResult.upToDate ? text('end.upToDate', { repo }) : text('end.updated', { repo, size });
  }
  return text(`end.${state}`, { repo: nameOf(ended[0]), reason: failureOf(error) });
}
