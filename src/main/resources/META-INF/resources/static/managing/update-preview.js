// What an update of one model would change, before it is made, and whether its updates are told from now on.
import './core.js';
import { get, put } from '../shared/api.js';
import { updatePreviewOf } from '../shared/api-model.js';
import { ago, bytes, exactBytes, localTime } from '../shared/formats.js';
import { showToast, write } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { addressOf } from './model.js';

const MAX_FILES = 100;
const MAX_UNFOLDED = 8;
const SHORT_COMMIT_CHARS = 7;

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('update-preview'));
const told = document.getElementById('update-preview-told');
const changes = document.getElementById('update-preview-changes');
const choices = /** @type {NodeListOf<HTMLInputElement>} */ (dialog.querySelectorAll('[name=hold]'));
const now = /** @type {HTMLButtonElement} */ (dialog.querySelector('[value=now]'));
const room = document.getElementById('update-preview-room');
const consent = /** @type {HTMLInputElement} */ (dialog.querySelector('[name=each]'));
const later = /** @type {HTMLButtonElement} */ (dialog.querySelector('[value=later]'));
const LATER = later.textContent;

let chosen = null; // since it was opened
let saving = Promise.resolve(); // one choice after the other, so that the last one counts

/**
 * Shows what would change; nothing begins before the answer.
 *
 * @param {import('./model.js').Model} model
 * @param {string} hold what was chosen for its updates
 * @param {() => unknown} held told when another choice was made
 * @returns {Promise<{ fileByFile: boolean } | null>} how it is to be updated now; null for not at all, as Escape means
 */
export function previewUpdate(model, hold, held) {
  if (dialog.open) {
    return Promise.resolve(null);
  }
  const closing = new AbortController();
  const choice = { held, kept: hold, signal: closing.signal };
  document.getElementById('update-preview-title').textContent = text('preview.title', { name: model.name });
  write(told, text('preview.looking'));
  changes.hidden = true;
  changes.replaceChildren();
  room.hidden = true;
  consent.checked = false;
  now.hidden = false;
  later.textContent = LATER;
  choose(hold);
  chosen = null;
  dialog.onchange = event => {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target);
    if (name !== 'hold') {
      return;
    }
    chosen = value;
    saving = saving.then(() => keep(model, value, choice));
  };
  dialog.returnValue = 'later';
  dialog.showModal();
  look(model, closing.signal);
  return new Promise(resolve =>
    dialog.addEventListener(
      'close',
      () => {
        closing.abort();
        resolve(dialog.returnValue === 'now' ? { fileByFile: consent.checked } : null);
      },
      { once: true },
    ),
  );
}

/** What cannot be told stands in nobody's way: the update says the same, or it passes. */
async function look(model, signal) {
  try {
    const preview = updatePreviewOf((await get(`${addressOf(model)}/changes`, { signal })).body);
    if (!signal.aborted) {
      show(model, preview);
    }
  } catch (failure) {
    if (!signal.aborted) {
      write(told, failure);
    }
  }
}

function show({ name }, preview) {
  choose(chosen ?? preview.hold);
  write(told, outcome(name, preview));
  changes.replaceChildren(...parts(preview));
  changes.hidden = changes.childElementCount === 0;
  showRoom(preview);
  if (preview.isUnchanged && preview.isSameCommit) {
    const hadFocus = document.activeElement === now;
    now.hidden = true;
    later.textContent = text('frame.close'); // there is nothing to put off
    if (hadFocus) {
      later.focus();
    }
  }
}

/** Where there is no room for the old and the new set, and what can be done about it. */
function showRoom({ isUnchanged, room: { fits, needed, free, missing, fitsByFile, neededByFile } }) {
  room.hidden = isUnchanged || fits;
  if (room.hidden) {
    return;
  }
  const values = { needed: bytes(needed), free: bytes(free), missing: bytes(missing) };
  write(document.getElementById('update-preview-lack'), text('preview.noRoom', values));
  const offer = consent.closest('label');
  offer.hidden = !fitsByFile;
  offer.querySelector('span').textContent = text('preview.each', { size: bytes(neededByFile) });
}

/** Where no file changes, there may still be another commit to be noted, which an update does. */
function outcome(name, preview) {
  const { isUnchanged, isSameCommit, changed, added, removed, toCheck } = preview;
  if (isUnchanged) {
    return isSameCommit ? text('update.same', { name }) : text('preview.unchanged');
  }
  return changed.length + added.length + removed.length === 0 ? checked(toCheck) : sum(preview);
}

function checked(toCheck) {
  return text('preview.checks', { size: bytes(toCheck) });
}

/** "The weights change. 2.1 GB in new files; 1.9 GB of it is copied from files here, not downloaded." */
function sum({ weights, toFetch, reusable, reuseKnown }) {
  const values = { size: bytes(toFetch), reused: bytes(reusable) };
  const key =
    toFetch === 0
      ? 'preview.nothing'
      : reusable === 0
        ? 'preview.fetches'
        : reuseKnown
          ? 'preview.reuses'
          : 'preview.reusesMore';
  return [text(weights ? 'preview.weights' : 'preview.words'), text(key, values)].join(text('preview.then'));
}

function parts(preview) {
  const { changed, added, removed, kept, toCheck } = preview;
  const toDo = changed.length + added.length + removed.length;
  const unfolded = toDo + kept.length <= MAX_UNFOLDED;
  return [
    toDo > 0 && toCheck > 0 && paragraph(checked(toCheck)),
    files('preview.changed', changed, unfolded),
    files('preview.added', added, unfolded),
    files('preview.removed', removed, unfolded),
    files('preview.kept', kept, unfolded),
    commits(preview),
  ].filter(Boolean);
}

function files(key, all, open) {
  if (all.length === 0) {
    return null;
  }
  const rows = all.slice(0, MAX_FILES).map(({ path, size, weights }) => {
    const name = part('span', 'preview-path', path);
    name.translate = false;
    const amount = part('span', 'number', bytes(size));
    amount.title = exactBytes(size);
    return row(name, weights && part('span', 'tag', text('preview.isWeights')), amount);
  });
  if (all.length > MAX_FILES) {
    rows.push(row(text('preview.more', { count: all.length - MAX_FILES })));
  }
  return folded(text(key, { count: all.length }), rows, open);
}

function commits({ commits, here, commitsWhole }) {
  if (commits.length === 0) {
    return commitsWhole ? null : paragraph(text('preview.noCommits'));
  }
  const rows = commits.map(commit => commitRow(commit));
  if (here) {
    rows.push(commitRow(here, part('span', 'tag', text('preview.here'))));
  }
  const key = commitsWhole ? 'preview.commits' : 'preview.commitsAtLeast';
  return folded(text(key, { count: commits.length }), rows, commits.length <= MAX_UNFOLDED);
}

function commitRow({ id, title, date }, mark) {
  const name = part('span', 'preview-path', title || id.slice(0, SHORT_COMMIT_CHARS));
  name.translate = false;
  name.title = id;
  const time = date && part('time', 'quiet', ago(date));
  if (time) {
    time.setAttribute('datetime', date);
    time.title = localTime(date);
  }
  return row(name, mark, time);
}

function folded(summary, rows, open) {
  const details = document.createElement('details');
  details.open = open;
  const list = document.createElement('ul');
  list.setAttribute('role', 'list');
  list.append(...rows);
  details.append(part('summary', '', summary), list);
  return details;
}

function row(...content) {
  const item = document.createElement('li');
  item.append(...content.filter(Boolean));
  return item;
}

function paragraph(content) {
  return part('p', 'quiet', content);
}

function part(tag, name, content) {
  const element = document.createElement(tag);
  if (name) {
    element.className = name;
  }
  element.textContent = content;
  return element;
}

function choose(hold) {
  for (const choice of choices) {
    choice.checked = choice.value === hold;
  }
}

/** Kept at once; one that could not be kept is taken back. */
async function keep(model, hold, choice) {
  try {
    await put(`${addressOf(model)}/hold`, { hold });
    choice.kept = hold;
    choice.held();
  } catch (failure) {
    if (choice.signal.aborted) {
      showToast(failure, 'error'); // it is closed, or open for another model
      return;
    }
    if (chosen === hold) {
      chosen = choice.kept;
      choose(chosen);
    }
    write(told, failure);
  }
}
