// All at once: one request for each, a few at a time; what one refuses does not keep the others.
import { post, remove } from '../shared/api.js';
import { isActive, isOver, lostWith, nameOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { busy, confirmed, showToast } from '../shared/notices.js';
import { text } from '../shared/texts.js';

const AT_ONCE = 4;

const WORKS = {
  pause: { of: isActive, done: 'all.paused' },
  resume: { of: download => download.state === 'paused', done: 'all.resumed' },
  retry: { of: download => download.state === 'failed', done: 'all.retried' },
  cancel: { of: download => !isOver(download), done: 'all.cancelled' },
  clear: { of: isOver, done: 'all.cleared' },
};
const QUESTIONS = { cancel: isCancelMeant, clear: isMeant };

/**
 * Makes these buttons work; call `update` of the result when the store changed.
 *
 * @param undoOffers leaves those out that are taken back together
 */
export function bulkActions(root, store, show, undoOffers) {
  const buttons = [...root.querySelectorAll('[data-all]')];
  for (const button of buttons) {
    button.addEventListener('click', event => event.detail < 2 && busy(button, () => run(button.dataset.all)));
  }

  async function run(name) {
    const those = inOrder(name, store.list.filter(WORKS[name].of));
    if (QUESTIONS[name] && !(await QUESTIONS[name](those))) {
      return;
    }
    const offerAgain = name === 'cancel' ? undoOffers.leaveOut(those.map(({ id }) => id)) : () => {};
    const failures = await each(those, download => one(name, download.id));
    const done = those.filter(download => !failures.has(download));
    const actions =
      name === 'cancel' && done.length > 0 ? [{ label: text('all.undo'), run: () => undoCancel(done) }] : [];
    await show();
    offerAgain();
    tell(WORKS[name].done, done.length, failures, actions);
  }

  /** As they were: one after the other, so that the queue is in its order, and last what had no place in it. */
  async function undoCancel(downloads) {
    const order = [...downloads].sort((one, other) => rankOf(one) - rankOf(other) || byPlace(one, other));
    const back = async ({ id, state }) => {
      await one('retry', id);
      if (state === 'paused') {
        await one('pause', id);
      }
    };
    const failures = await each(order, back, 1);
    await show();
    tell('all.resumed', order.length - failures.size, failures);
  }

  async function one(name, id) {
    const path = `./api/v1/downloads/${encodeURIComponent(id)}`;
    if (name === 'clear') {
      await remove(path);
      store.drop(id);
      return;
    }
    store.adopt((await post(`${path}/${name}`)).body);
  }

  return {
    update() {
      for (const button of buttons) {
        const count = store.list.filter(WORKS[button.dataset.all].of).length;
        if (button.hidden !== (count === 0)) {
          button.hidden = count === 0;
        }
        name(button, text(`all.${button.dataset.all}`, { count }));
      }
    },
  };
}

/** Those that run stop first; of the queue the last, so that few start that are to stop. */
export function inOrder(name, downloads) {
  if (name !== 'pause' && name !== 'cancel') {
    return downloads;
  }
  const running = downloads.filter(({ position }) => position === null);
  return [
    ...running,
    ...downloads
      .filter(({ position }) => position !== null)
      .sort(byPlace)
      .reverse(),
  ];
}

/** What ran, what waited, what was at rest. */
function rankOf({ state, position }) {
  return state === 'paused' ? 2 : position === null ? 0 : 1;
}

function byPlace(one, other) {
  return one.position - other.position;
}

/** Works on a few at a time; resolves to what failed, by what it was to be done to. */
async function each(downloads, work, atOnce = AT_ONCE) {
  const failures = new Map();
  const next = downloads[Symbol.iterator]();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const download of next) {
      await work(download).catch(failure => failures.set(download, failure));
    }
  });
  await Promise.all(workers);
  return failures;
}

/** One that is a symbol is named by its label. */
function name(button, label) {
  if (!button.classList.contains('icon-only')) {
    if (button.textContent !== label) {
      button.textContent = label;
    }
  } else if (button.title !== label) {
    button.title = label;
    button.setAttribute('aria-label', label);
  }
}

function tell(done, count, failures, actions = []) {
  const parts = count > 0 ? [text(done, { count })] : [];
  const [first] = failures;
  if (first) {
    const reason = `${nameOf(first[0])}: ${first[1].message}`;
    parts.push(text('all.refused', { count: failures.size, reason }));
  }
  showToast(parts.join('. '), first ? 'error' : 'info', { actions });
}

function isCancelMeant(downloads) {
  const count = downloads.length;
  return confirmed(
    text('cancelAll.title', { count }),
    text('cancelAll.kept'),
    text('all.cancel', { count }),
    text('cancelAll.no'),
  );
}

async function isMeant(downloads) {
  const lost = downloads.reduce((sum, download) => sum + lostWith(download), 0);
  return (
    lost === 0 ||
    confirmed(
      text('clear.title', { count: downloads.length }),
      text('remove.lost', { bytes: bytes(lost) }),
      text('remove.yes'),
      text('remove.no'),
    )
  );
}
