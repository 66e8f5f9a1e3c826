// The lower half of the Download page: the cards of all downloads, kept up to date and steered.
import { post, remove } from './api.js';
import { Cards } from './cards.js';
import { Feed } from './events.js';
import { Picture } from './picture.js';
import { poll } from './poll.js';
import { keepSpeedShown } from './speed.js';
import { busy, confirmed, news } from './talk.js';

/** Makes it live; `started` of the result is to be called when something was asked for. */
export function watching() {
  const list = document.getElementById('downloads');
  const picture = new Picture();
  const cards = new Cards(list, picture);
  const show = () => cards.show().catch(console.warn);
  keepSpeedShown();
  const feed = new Feed((name, data) => {
    if (name === 'snapshot') {
      picture.replace(data.downloads);
    } else {
      picture.change(data.downloads, data.removed);
    }
    show();
  });
  const polling = poll(() => (feed.live ? cards.keepUp() : cards.look()));
  list.addEventListener('click', event => {
    const button = event.target.closest('[data-action]');
    if (button) {
      busy(button, () => act(button.dataset.action, button.closest('[data-id]').dataset, picture).then(show));
    }
  });
  return { started: () => polling.now() };
}

async function act(action, { id, repo, state }, picture) {
  if (action === 'cancel' && !(await confirmed(
    `Cancel ${repo}?`,
    state === 'queued' || state === 'resolving'
      ? 'It leaves the queue.'
      : 'It stops. Files that are complete stay on the server.',
    'Cancel the download', 'Go on'))) {
    return;
  }
  const download = `./api/v1/downloads/${encodeURIComponent(id)}`;
  try {
    if (action === 'remove') {
      await remove(download);
      picture.drop(id);
    } else {
      picture.adopt((await post(`${download}/${action}`)).body);
    }
  } catch (failure) {
    news(failure.message, 'error');
  }
}
