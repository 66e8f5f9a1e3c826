// The lower half of the Download page: the cards of all downloads, kept up to date, with what can be done to them.
import { get } from '../shared/api.js';
import { isActive } from '../shared/api-model.js';
import { poll } from '../shared/poll.js';
import { text } from '../shared/texts.js';
import { Announcements, enableNotifications } from './announcements.js';
import { bandwidthLimitIs, enableBandwidthLimit } from './bandwidth-limit.js';
import { bulkActions } from './bulk-actions.js';
import { cardActions } from './card-actions.js';
import { Cards } from './cards.js';
import { DownloadStore } from './download-store.js';
import { EventFeed } from './event-feed.js';
import { enableHooks } from './hooks.js';
import { OpenFiles } from './open-files.js';
import { queueDrag } from './queue-drag.js';
import { RateGraphs } from './rate-graphs.js';

/**
 * Makes it live; `started` of the result is to be called when something was asked for.
 *
 * @param server what the server says about itself, which is where a page that polls learns the time and the limit
 */
export function watching(server) {
  const root = document.getElementById('downloads');
  const store = new DownloadStore();
  const files = new OpenFiles(root);
  const graphs = new RateGraphs(root, store);
  const announcements = new Announcements();
  const cards = new Cards(root, store, (old, card) => files.keep(old, card));
  const all = bulkActions(root, store, show);
  const { move, undoOffers } = cardActions(root, store, show);
  let changes = 0;

  async function show() {
    changes++;
    announcements.tell(store.list);
    all.update();
    countPast(store.list);
    undoOffers.show(store.list);
    await cards.show().catch(console.warn);
  }

  const feed = new EventFeed((name, data) => {
    bandwidthLimitIs(data.bandwidthLimit);
    if (name === 'snapshot') {
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
    const downloads = (await get('./api/v1/downloads', { timeoutMs: 10000 })).body;
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
    if (!cards.isWhole) {
      await show();
    }
    return false;
  }

  server.follow(({ now, bandwidthLimit }) => {
    if (!feed.live) {
      undoOffers.heard(now);
      undoOffers.show(store.list);
      bandwidthLimitIs(bandwidthLimit);
    }
  });
  const polling = poll(() => (feed.live ? keepUp() : look()));
  document.getElementById('older').addEventListener('click', () => cards.more());
  queueDrag(root.querySelector('#current'), move);
  enableBandwidthLimit();
  enableNotifications();
  enableHooks();
  return { started: () => polling.now() };
}

function countPast(downloads) {
  const ended = downloads.filter(download => download.endedAt !== null);
  const failed = ended.filter(download => download.state === 'failed').length;
  const words = text(failed > 0 ? 'past.failed' : 'past.count', { count: ended.length, failed });
  const place = document.getElementById('past-count');
  if (place.textContent !== words) {
    place.textContent = words;
  }
}
