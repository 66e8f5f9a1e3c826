// The lower half of the Download page: the cards of all downloads, kept up to date and steered.
import { get } from '../shared/api.js';
import { downloadsOf, isActive } from '../shared/api-model.js';
import { poll } from '../shared/poll.js';
import { text } from '../shared/texts.js';
import { notifying, Tidings } from './announcements.js';
import { keepSpeedShown, limitIs } from './bandwidth-limit.js';
import { bulk } from './bulk-actions.js';
import { steering } from './card-actions.js';
import { Cards } from './cards.js';
import { Picture } from './download-store.js';
import { Feed } from './event-feed.js';
import { OpenFiles } from './open-files.js';
import { ordering } from './queue-drag.js';
import { Graphs } from './rate-graphs.js';

/** Makes it live; `started` of the result is to be called when something was asked for. */
export function watching() {
  const root = document.getElementById('downloads');
  const picture = new Picture();
  const files = new OpenFiles(root);
  const graphs = new Graphs(root, picture);
  const tidings = new Tidings();
  const cards = new Cards(root, picture, (old, card) => files.keep(old, card));
  const all = bulk(root, picture, show);
  const { move, offers } = steering(root, picture, show);
  let changes = 0;

  async function show() {
    changes++;
    tidings.tell(picture.list);
    all.update();
    countPast(picture.list);
    offers.show(picture.list);
    await cards.show().catch(console.warn);
  }

  const feed = new Feed((name, data) => {
    limitIs(data.bandwidthLimit);
    if (name === 'snapshot') {
      offers.heard(data.now);
      picture.replace(data.downloads);
      graphs.begin(data.downloads);
      show().then(() => {
        graphs.draw(true);
        return files.lookAgain();
      });
    } else {
      picture.change(data.downloads, data.removed);
      files.changed(data.files, data.manyFiles);
      show();
    }
  });

  /** While nobody tells: one look at everything; true while something is under way. */
  async function look() {
    const before = changes;
    const status = (await get('./api/status', { patience: 10000 })).body;
    const downloads = downloadsOf(status);
    if (before === changes) {
      // else something newer came meanwhile
      offers.heard(status.now);
      limitIs(status.bandwidth_limit);
      picture.replace(downloads);
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

  const polling = poll(() => (feed.live ? keepUp() : look()));
  document.getElementById('older').addEventListener('click', () => cards.more());
  ordering(root.querySelector('#current'), move);
  keepSpeedShown();
  notifying();
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
