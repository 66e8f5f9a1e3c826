// The Manage page: find, update and delete what is on the server.

import { ModelList } from './managing/model-list.js';
import { keepViewState } from './managing/view-state.js';
import { get, post, remove, repoPath } from './shared/api.js';
import { downloadsOf, isActive, isOver, repoOf } from './shared/api-model.js';
import { bytes } from './shared/formats.js';
import { busy, confirmed, showToast } from './shared/notices.js';
import { showInTitle } from './shared/page-title.js';
import { poll } from './shared/poll.js';
import { ServerStatus } from './shared/server-status.js';
import { text } from './shared/texts.js';

const REFRESH_EVERY_MS = 30000;
const ACTIONS = { update, delete: removeModel, 'delete-variant': removeVariant, 'delete-file': removeFile };

const view = document.getElementById('view');
const library = document.getElementById('library');
keepViewState(view, () => models.arrange());
const models = new ModelList(library, view);
const polling = poll(look);

let refreshed = Date.now();
let lastEnd = null;

new ServerStatus('hub.noUpdates');
library.addEventListener('click', event => {
  const button = event.target.closest('[data-action]');
  if (button) {
    busy(button, () => act(button, button.closest('[data-id]').dataset));
  }
});

/** Watches the downloads: when one has ended, however quickly, what is on the disk has changed. */
async function look() {
  const all = downloadsOf((await get('./api/status', { timeoutMs: 10000 })).body);
  showInTitle(all);
  const downloads = all.filter(download => !isOver(download));
  const newestEnd = all.map(download => download.endedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  const ended = lastEnd !== null && newestEnd !== lastEnd;
  lastEnd = newestEnd;
  if (ended || Date.now() - refreshed > REFRESH_EVERY_MS) {
    await refresh();
  }
  const states = new Map(
    downloads.map(download => [repoOf(download), text(`activity.${download.state}`, { percent: download.percent })]),
  );
  for (const item of models.items) {
    const activity = item.querySelector('[data-field=activity]');
    const told = states.get(item.dataset.repo) ?? '';
    if (activity.textContent !== told) {
      activity.textContent = told;
    }
    const held = told !== '';
    item.querySelector('[data-field=held]').hidden = !held;
    item.querySelectorAll('[data-action^=delete]').forEach(button => {
      button.disabled = held;
    });
  }
  return downloads.some(isActive);
}

async function refresh() {
  refreshed = Date.now();
  await models.refresh();
}

async function act(button, item) {
  try {
    await ACTIONS[button.dataset.action](item, button.dataset);
  } catch (failure) {
    showToast(failure, 'error');
  }
}

async function update({ name, repo }) {
  await post(`${address(repo)}/update`);
  showToast(text('update.started', { name }));
  await polling.now();
}

async function removeModel({ name, repo, path, files, bytes: size }) {
  const what = text(Number(files) === 0 ? 'delete.unfinished' : 'delete.files', { count: Number(files), path });
  if (await agreed(name, what, bytes(Number(size)))) {
    await (repo ? remove(address(repo)) : post('./api/models/delete', { path }));
    await deleted(name);
  }
}

async function removeVariant({ name, repo }, { variant, size, count }) {
  const what = text('delete.variantOf', { variant, name });
  if (await agreed(what, text('delete.variant', { count: Number(count) }), size)) {
    await remove(`${address(repo)}?variant=${encodeURIComponent(variant)}`);
    await deleted(what);
  }
}

async function removeFile(_, { path, size }) {
  if (await agreed(path, text('delete.file'), size)) {
    await post('./api/models/delete', { path });
    await deleted(path);
  }
}

function agreed(what, question, size) {
  return confirmed(
    text('delete.title', { what }),
    text('delete.frees', { what: question, size }),
    text('delete.yes', { size }),
  );
}

async function deleted(what) {
  showToast(text('delete.done', { what }));
  await refresh();
}

function address(repo) {
  const [types, ...id] = repo.split('/');
  return repoPath('library', types, id.join('/'));
}
