// What the buttons of one row do.
import { say } from '../shared/announcements.js';
import { get, post, remove } from '../shared/api.js';
import { lostWith, nameOf, runnableOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { icon } from '../shared/icons.js';
import { attempt, busy, confirmed } from '../shared/notices.js';
import { onDemand } from '../shared/on-demand.js';
import { modelsDir, modelsDirSoon } from '../shared/shown-path.js';
import { text } from '../shared/texts.js';
import { UndoOffers } from './undo-offers.js';

// Only who clicks needs these: they are no part of the first view.
const menus = () => onDemand(() => import('../shared/menu.js'));
const copyChoicesPart = () => import('../shared/copy-choices.js');
const copying = () => onDemand(copyChoicesPart);

const PLACES = { first: () => 0, up: position => position - 1, down: position => position + 1 };

/** Makes the buttons of the rows work; `show` is called after the store has changed. */
export function rowActions(root, store, rows, show) {
  const undoOffers = new UndoOffers(id => attempt(() => undo(id)), focusOn);
  root.addEventListener('click', event => {
    const button = event.target.closest('[data-action]');
    // the second click of a double click would meet the button of another row that has moved there
    if (button && event.detail < 2) {
      const { id } = button.closest('[data-id]').dataset;
      busy(button, () => act(button, id));
    } else if (!button && event.target.closest('.transfer') && !event.target.closest('a, button')) {
      toggle(event.target.closest('[data-id]').dataset.id);
    }
  });
  root.addEventListener('keydown', event => {
    if (event.repeat && ['Enter', ' '].includes(event.key) && event.target.closest('button')) {
      event.preventDefault(); // a key that is held would press what comes next, too
    }
  });

  async function act(button, id) {
    const { action } = button.dataset;
    if (action === 'details') {
      await toggle(id);
      return;
    }
    const download = await store.findSoon(id);
    if (!download) {
      return; // no word of it means that the connection is lost, which the page says
    }
    if (action === 'more') {
      await attempt(async () => {
        const [{ openMenu }, items] = await Promise.all([menus(), menuOf(download)]);
        openMenu(button, items, text('row.menu', { repo: nameOf(download) }));
      });
    } else if (action === 'copy') {
      await attempt(async () => (await copying()).usualChoice(await runnable(download)).run());
      name(root);
    } else {
      await perform(action, download);
    }
  }

  async function perform(action, download) {
    if (action === 'remove' && !(await isMeant(download))) {
      return;
    }
    await attempt(() => {
      if (PLACES[action]) {
        return move(download.id, PLACES[action](download.position ?? 0));
      }
      return { remove: forget, cancel }[action]?.(download) ?? call(download.id, action);
    });
  }

  async function menuOf(download) {
    const item = (action, symbol, disabled = false) => ({
      label: text(`row.${action}`),
      icon: icon(symbol),
      disabled,
      run: () => perform(action, store.find(download.id) ?? download),
    });
    if (download.state === 'queued') {
      const last = store.list.filter(({ position }) => position !== null).length - 1;
      return [
        item('first', 'first', download.position === 0),
        item('up', 'arrow-up', download.position === 0),
        item('down', 'arrow-down', download.position === last),
        item('pause', 'pause'),
      ];
    }
    if (await isGone(download)) {
      return [item('remove', 'x')];
    }
    const { copyChoices, libraryAddress } = await copying();
    const choices = copyChoices(await runnable(download));
    return [
      ...choices.map(choice => ({
        ...choice,
        run() {
          choice.run();
          name(root);
        },
      })),
      { label: text('copy.inLibrary'), icon: icon('library'), href: libraryAddress(download.repo) },
      item('remove', 'x'),
    ];
  }

  /** By the latest word on it; where its files are may be known only once the server has said where all models are. */
  async function runnable({ id }) {
    const dir = await modelsDirSoon();
    const download = store.find(id);
    if (await isGone(download)) {
      throw new Error(text('row.gone', { repo: nameOf(download) }));
    }
    const what = runnableOf(download, dir);
    if (!what) {
      throw new Error(text('connection.none'));
    }
    return what;
  }

  /** The button that copies says what: the one that was picked last for its format. To be called when that may be another. */
  async function name(within) {
    const buttons = within.querySelectorAll('[data-action=copy]');
    if (buttons.length === 0) {
      return;
    }
    const part = await copyChoicesPart().catch(() => null); // a click will tell, or the next try has it
    for (const button of part ? buttons : []) {
      const download = store.find(button.closest('[data-id]')?.dataset.id);
      const what = download && runnableOf(download, modelsDir());
      const label = what && part.usualChoice(what).label;
      if (label && button.title !== label) {
        button.title = label;
        button.setAttribute('aria-label', `${label}: ${nameOf(download)}`);
      }
    }
  }

  function toggle(id) {
    return attempt(() => rows().toggle(id));
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
    const row = root.querySelector(`[data-id="${id}"]`);
    const hadFocus = row?.contains(document.activeElement);
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
    const target = root.querySelector(`[data-id="${id}"] .toggle`) ?? document.getElementById('list-title');
    target.focus({ preventScroll: true });
  }

  return { undoOffers, name, toggle, move: (id, position) => attempt(() => move(id, position)) };
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

/** It was brought here, and deleted since; what has just come may not be in the list of models yet. */
async function isGone(download) {
  if (download?.state !== 'completed' || download.result) {
    return false;
  }
  const folder = download.folder.split('/').map(encodeURIComponent).join('/');
  try {
    await get(`./api/v1/library/${download.type}s/${folder}`);
    return false;
  } catch (failure) {
    return failure.kind === 'model-not-found';
  }
}
