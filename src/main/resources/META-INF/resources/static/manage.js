// The Manage page: find, update and delete what is on the server.
import { get, post, remove, repoPath } from './api.js';
import { downloadsOf, isActive, isOver, repoOf } from './answers.js';
import { bytes } from './formats.js';
import { poll } from './poll.js';
import { Shelf } from './shelf.js';
import { keepSpaceShown } from './space.js';
import { busy, confirmed, news } from './talk.js';

const REFRESH_EVERY_MS = 30000;
const REMEMBERED = ['group', 'sort'];
const ACTIONS = { update, delete: removeModel, 'delete-variant': removeVariant, 'delete-file': removeFile };

const view = document.getElementById('view');
const library = document.getElementById('library');
remember();
const shelf = new Shelf(library, view);
const polling = poll(look);

let refreshed = Date.now();
let lastEnd = null;

keepSpaceShown();
view.addEventListener('input', () => shelf.arrange());
view.addEventListener('submit', event => event.preventDefault());
library.addEventListener('click', event => {
  const button = event.target.closest('[data-action]');
  if (button) {
    busy(button, () => act(button, button.closest('[data-id]').dataset));
  }
});

/** Watches the downloads: when one has ended, however quickly, what is on the disk has changed. */
async function look() {
  const all = downloadsOf((await get('./api/status', { patience: 10000 })).body);
  const downloads = all.filter(download => !isOver(download));
  const newestEnd = all.map(download => download.endedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  const ended = lastEnd !== null && newestEnd !== lastEnd;
  lastEnd = newestEnd;
  if (ended || Date.now() - refreshed > REFRESH_EVERY_MS) {
    await refresh();
  }
  const states = new Map(downloads.map(download => [repoOf(download), `${download.state}, ${download.percent} %`]));
  for (const item of shelf.items) {
    const activity = item.querySelector('[data-field=activity]');
    const text = states.get(item.dataset.repo) ?? '';
    if (activity.textContent !== text) {
      activity.textContent = text;
    }
    const held = text !== '';
    item.querySelector('[data-field=held]').hidden = !held;
    item.querySelectorAll('[data-action^=delete]').forEach(button => { button.disabled = held; });
  }
  return downloads.some(isActive);
}

async function refresh() {
  refreshed = Date.now();
  await shelf.refresh();
}

async function act(button, item) {
  try {
    await ACTIONS[button.dataset.action](item, button.dataset);
  } catch (failure) {
    news(failure.message, 'error');
  }
}

async function update({ name, repo }) {
  await post(`${address(repo)}/update`);
  news(`The update of ${name} is on its way. The Download page shows how far it is.`);
  await polling.now();
}

async function removeModel({ name, repo, path, files, bytes: size }) {
  const count = Number(files) === 1 ? 'Its file' : `All ${files} files`;
  const what = Number(files) === 0 ? 'The unfinished files' : `${count} and what is unfinished`;
  if (await agreed(name, `${what} in ${path} will be deleted.`, bytes(Number(size)))) {
    await (repo ? remove(address(repo)) : post('./api/models/delete', { path }));
    await deleted(name);
  }
}

async function removeVariant({ name, repo }, { variant, size, count }) {
  const what = `${variant} of ${name}`;
  if (await agreed(what, `Its ${count} will be deleted. Everything else of the model stays.`, size)) {
    await remove(`${address(repo)}?variant=${encodeURIComponent(variant)}`);
    await deleted(what);
  }
}

async function removeFile(_, { path, size }) {
  if (await agreed(path, 'This one file will be deleted.', size)) {
    await post('./api/models/delete', { path });
    await deleted(path);
  }
}

function agreed(what, text, freed) {
  return confirmed(`Delete ${what}?`, `${text} This frees ${freed} and cannot be undone.`, `Delete, free ${freed}`);
}

async function deleted(what) {
  news(`${what} was deleted.`);
  await refresh();
}

function address(repo) {
  const [types, ...id] = repo.split('/');
  return repoPath('library', types, id.join('/'));
}

/** Grouping and order are the reader's habit, kept in this browser. */
function remember() {
  for (const name of REMEMBERED) {
    const select = view.elements[name];
    const kept = localStorage.getItem(`hf-downloader.${name}`);
    if ([...select.options].some(option => option.value === kept)) {
      select.value = kept;
    }
    select.addEventListener('change', () => localStorage.setItem(`hf-downloader.${name}`, select.value));
  }
}
