// What the buttons of one card do.
import { post, remove } from '../shared/api.js';
import { lostWith, nameOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { busy, confirmed, showToast } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { say } from './announcements.js';
import { UndoOffers } from './undo-offers.js';

const PLACES = { first: () => 0, up: position => position - 1, down: position => position + 1 };

/** Makes the buttons below `root` work; `show` is called after the store has changed. */
export function cardActions(root, store, show) {
  const undoOffers = new UndoOffers(id => told(() => undo(id)), focusOn);
  root.addEventListener('click', event => {
    const button = event.target.closest('[data-action]');
    // the second click of a double click would meet the button of another card that has moved there
    if (button && event.detail < 2 && button.getAttribute('aria-disabled') !== 'true') {
      const { id } = button.closest('[data-id]').dataset;
      busy(button, () => act(button.dataset.action, id));
    }
  });
  root.addEventListener('keydown', event => {
    if (event.repeat && ['Enter', ' '].includes(event.key) && event.target.closest('button')) {
      event.preventDefault(); // a key that is held would press what comes next, too
    }
  });

  async function act(action, id) {
    const download = await store.findSoon(id);
    if (!download || (action === 'remove' && !(await isMeant(download)))) {
      return; // no word of it means that the connection is lost, which the page says
    }
    await told(() => {
      if (PLACES[action]) {
        return move(id, PLACES[action](download.position ?? 0));
      }
      return { remove: forget, cancel }[action]?.(download) ?? call(id, action);
    });
  }

  async function call(id, action, body) {
    const now = (await post(`${pathOf(id)}/${action}`, body)).body;
    store.adopt(now);
    await show();
    return now;
  }

  async function forget({ id }) {
    await remove(pathOf(id));
    store.drop(id);
    await show();
  }

  async function cancel({ id }) {
    const card = root.querySelector(`[data-id="${id}"]`);
    const hadFocus = card?.contains(document.activeElement);
    const now = await call(id, 'cancel');
    say(text('undo.say', { repo: nameOf(now), seconds: 10 }));
    if (hadFocus) {
      undoOffers.focus(id);
    }
  }

  async function undo(id) {
    const now = await call(id, 'retry');
    focusOn(id);
    say(text('undo.done', { repo: nameOf(now) }));
  }

  async function move(id, position) {
    const now = await call(id, 'move', { position: Math.max(0, position) });
    if (now.position !== null) {
      say(text('move.place', { repo: nameOf(now), place: now.position + 1 }));
    }
  }

  function focusOn(id) {
    const target = root.querySelector(`[data-id="${id}"] summary`) ?? document.getElementById('list-title');
    target.focus({ preventScroll: true });
  }

  return { undoOffers, move: (id, position) => told(() => move(id, position)) };
}

async function told(work) {
  try {
    await work();
  } catch (failure) {
    showToast(failure, 'error');
  }
}

/** Nobody is asked where nothing is lost. */
async function isMeant(download) {
  const lost = lostWith(download);
  return (
    lost === 0 ||
    confirmed(
      text('remove.title', { repo: nameOf(download) }),
      text('remove.lost', { bytes: bytes(lost) }),
      text('remove.yes'),
      text('remove.no'),
    )
  );
}

function pathOf(id) {
  return `./api/v1/downloads/${encodeURIComponent(id)}`;
}
