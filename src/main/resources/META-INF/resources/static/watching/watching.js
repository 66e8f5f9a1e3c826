// The right column of the Download page: the rows of all downloads, kept up to date, with what can be done to them.

import { Announcements } from '../shared/announcements.js';
import { getList } from '../shared/api.js';
import { isActive } from '../shared/api-model.js';
import { DownloadStore } from '../shared/download-store.js';
import { EventFeed } from '../shared/event-feed.js';
import { attempt, showToast } from '../shared/notices.js';
import { poll } from '../shared/poll.js';
import { modelsDir } from '../shared/shown-path.js';
import { text } from '../shared/texts.js';
import { bulkActions } from './bulk-actions.js';
import { OpenFiles } from './open-files.js';
import { RateGraphs } from './rate-graphs.js';
import { keepMark, reveal } from './reveal.js';
import { rowActions } from './row-actions.js';
import { TransferRows } from './transfer-rows.js';

/**
 * Makes it live.
 *
 * @param server what the server says about itself, which is where a page that polls learns the time
 * @returns `started`, to be called when something was asked for
 */
export function watching(server) {
  const root = document.getElementById('downloads');
  const queue = root.querySelector('#queue');
  let isDraggable = false;
  const store = new DownloadStore();
  const files = new OpenFiles(root);
  const graphs = new RateGraphs(root, store);
  const { move, name, toggle, undoOffers } = rowActions(root, store, () => rows, show);
  const rows = new TransferRows(root, store, { replaced, placed });
  const announcements = new Announcements(showOne);
  const all = bulkActions(root, store, show, undoOffers);
  let changes = 0;
  let named = ''; // what decides how the buttons that copy are called

  function replaced(old, row) {
    files.keep(old, row);
    keepMark(old, row);
  }

  function placed(fresh) {
    files.follow();
    fresh.forEach(name);
    enableDrag();
    graphs.draw(true);
  }

  async function show() {
    changes++;
    announcements.tell(store.list);
    all.update();
    countPast(store.list);
    undoOffers.show(store.list);
    await rows.show().catch(console.warn);
    nameAnew();
  }

  /** Where nothing waits, nothing can be dragged. */
  function enableDrag() {
    if (!isDraggable && queue.children.length > 1) {
      isDraggable = true;
      import('./queue-drag.js').then(
        ({ queueDrag }) => queueDrag(queue, move),
        () => {
          isDraggable = false; // asked for again when the rows change next
        },
      );
    }
  }

  /** What a download has brought is told after its end, and where all models are after the first look at the server. */
  function nameAnew() {
    const ended = store.list.filter(({ state }) => state === 'completed');
    const now = [modelsDir(), ...ended.map(({ id, result }) => `${id}${result ? ' with result' : ''}`)].join();
    if (now !== named) {
      named = now;
      name(root);
    }
  }

  const feed = new EventFeed((event, data) => {
    if (event === 'snapshot') {
      undoOffers.heard(data.now);
      store.replace(data.downloads);
      graphs.begin(data.downloads);
      show().then(() => {
        graphs.draw(true);
        return files.lookAgain();
      });
    } else {
      store.change(data.downloads, data.removed);
      files.changed(data.files, data.manyFiles);
      show();
    }
  });

  /** While nobody tells: one look at everything; true while something is under way. */
  async function look() {
    const before = changes;
    const downloads = await getList('./api/v1/downloads', { timeoutMs: 10000 });
    if (before === changes) {
      // else something newer came meanwhile
      store.replace(downloads);
      await show();
    }
    const open = await files.lookAgain();
    return open || downloads.some(isActive);
  }

  /** While the server tells of changes by itself: markup that did not come when it was needed. */
  async function keepUp() {
    if (!rows.isWhole) {
      await show();
    }
    return false;
  }

  /** Brings one row into view and marks it for a moment, with its details where they tell why. */
  async function showOne(id, open = false) {
    const row = await rows.bring(id);
    reveal(row);
    if (open && row?.dataset.open !== 'yes') {
      await toggle(id);
    }
  }

  /**
   * Shows what was asked for: its row is brought into view and marked.
   *
   * @param {{ id: string }[]} [downloads] what the server answered; without it, the newest that there is
   * @param {string} [told] what is said about it in passing
   */
  async function started(downloads = [], told) {
    downloads.forEach(download => store.adopt(download));
    polling.now();
    await show();
    const id = downloads[0]?.id ?? newest(store.list)?.id;
    if (told) {
      const actions = id ? [{ label: text('toast.show'), run: () => showOne(id) }] : [];
      showToast(told, 'info', { actions });
    }
    if (id) {
      await attempt(() => showOne(id));
    }
  }

  server.follow(({ now }) => {
    nameAnew();
    if (!feed.live) {
      undoOffers.heard(now);
      undoOffers.show(store.list);
    }
  });
  const polling = poll(() => (feed.live ? keepUp() : look()));
  root.addEventListener('click', event => {
    const button = /** @type {Element} */ (event.target).closest('[data-more]');
    if (button) {
      rows.more(/** @type {HTMLElement} */ (button).dataset.more).catch(failure => showToast(failure, 'error'));
    }
  });
  return { started };
}

function newest(downloads) {
  return downloads.reduce((last, each) => (last && last.createdAt > each.createdAt ? last : each), null);
}

function countPast(downloads) {
  const ended = downloads.filter(download => download.endedAt !== null);
  const failed = ended.filter(download => download.state === 'failed').length;
  tell('past-count', String(ended.length));
  tell('failed-count', failed > 0 ? text('past.failed', { count: failed }) : '');
}

function tell(id, words) {
  const place = document.getElementById(id);
  if (place.textContent !== words) {
    place.textContent = words;
  }
}
