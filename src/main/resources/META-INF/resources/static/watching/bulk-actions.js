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
  clear: { of: isOver, done: 'all.cleared' },
};

/** Makes these buttons work; call `update` of the result when the store changed. */
export function bulkActions(root, store, show) {
  const buttons = [...root.querySelectorAll('[data-all]')];
  for (const button of buttons) {
    button.addEventListener('click', event => event.detail < 2 && busy(button, () => run(button.dataset.all)));
  }

  async function run(name) {
    const those = store.list.filter(WORKS[name].of);
    if (name === 'clear' && !(await isMeant(those))) {
      return;
    }
    if (name === 'pause') {
      // the last in the queue first, so that none starts that is to be paused
      those.sort((one, other) => (other.position ?? -1) - (one.position ?? -1));
    }
    const failures = [];
    const next = those[Symbol.iterator]();
    const workers = Array.from({ length: name === 'pause' ? 1 : AT_ONCE }, async () => {
      for (const download of next) {
        await one(name, download.id).catch(failure => failures.push(`${nameOf(download)}: ${failure.message}`));
      }
    });
    await Promise.all(workers);
    await show();
    tell(WORKS[name].done, those.length - failures.length, failures);
  }

  async function one(name, id) {
    const path = `./api/v1/downloads/${encodeURIComponent(id)}`;
    if (name === 'clear') {
      await remove(path);
      store.drop(id);
    } else {
      store.adopt((await post(`${path}/${name}`)).body);
    }
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

function tell(done, count, failures) {
  const parts = count > 0 ? [text(done, { count })] : [];
  if (failures.length > 0) {
    parts.push(text('all.refused', { count: failures.length, reason: failures[0] }));
  }
  showToast(parts.join('. '), failures.length > 0 ? 'error' : 'info');
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
