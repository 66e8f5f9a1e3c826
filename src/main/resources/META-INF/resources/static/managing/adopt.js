// The dialog that takes into the library what is on the disk already: found by one task, adopted by another. It comes when somebody
// opens it.
import './core.js';
import { get, post } from '../shared/api.js';
import { bytes, exactBytes } from '../shared/formats.js';
import { busy, write } from '../shared/notices.js';
import { failureOf } from '../shared/problem-text.js';
import { complain, forgive, say } from '../shared/settings-part.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const ADOPT = './api/v1/adopt';
const TASKS = './api/v1/tasks';
const LOOK_MS = 1000;
const MAX_LOOKED_AT = 100;
const OVER = ['completed', 'failed', 'cancelled'];

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('adopt'));
const search = /** @type {HTMLFormElement} */ (document.getElementById('adopt-search'));
const choices = /** @type {HTMLFormElement} */ (document.getElementById('adopt-choices'));
const list = document.getElementById('adopt-list');
const work = document.getElementById('adopt-work');
const path = /** @type {HTMLInputElement} */ (search.elements.namedItem('path'));
let looking = 0;
/** The task that is followed, and the one that has found what is listed. */
let followed = '';
let found = { id: '', models: [] };
/** @type {() => void} */
let refresh = () => {};

path.addEventListener('input', () => forgive(dialog, path));
search.addEventListener('submit', event => {
  event.preventDefault();
  busy(search.querySelector('button'), find);
});
choices.addEventListener('submit', event => {
  event.preventDefault();
  busy(choices.querySelector('button'), adopt);
});
work
  .querySelector('button')
  .addEventListener('click', ({ currentTarget }) =>
    busy(/** @type {HTMLElement} */ (currentTarget), () => post(`${TASKS}/${followed}/cancel`)),
  );
dialog.addEventListener('close', () => clearTimeout(looking));

/**
 * Opens it with what the last task of its kind has found, or does just now.
 *
 * @param {() => void} onChange has the page shown anew
 */
export async function openAdopt(onChange) {
  refresh = onChange;
  const tasks = (await get(`${TASKS}?limit=${MAX_LOOKED_AT}`)).body.filter(({ kind }) => kind === 'adopt');
  say(dialog, '');
  if (!dialog.open) {
    dialog.showModal();
  }
  const [last] = tasks;
  if (last && (!OVER.includes(last.state) || last.result?.found.length > 0)) {
    show(last);
  }
}

async function find() {
  const folder = path.value.trim();
  try {
    draw({ id: '', models: [] });
    show((await post(ADOPT, folder === '' ? {} : { path: folder })).body);
  } catch (failure) {
    complain(dialog, failure, path);
  }
}

async function adopt() {
  const chosen = [...list.querySelectorAll('select')]
    .map(({ value }, index) => ({ id: found.models[index].id, how: value }))
    .filter(({ how }) => how !== 'leave');
  if (chosen.length === 0) {
    say(dialog, text('adopt.noChoice'), 'warning');
    return;
  }
  try {
    const task = (await post(`${ADOPT}/${found.id}`, { choices: chosen })).body;
    draw({ id: '', models: [] });
    show(task);
  } catch (failure) {
    say(dialog, failure, 'error');
  }
}

/** What a task does, and in the end what came of it. */
function show(task) {
  followed = task.id;
  const isOver = OVER.includes(task.state);
  work.hidden = isOver;
  document.getElementById('adopt-refused').replaceChildren();
  if (!isOver) {
    say(dialog, '');
    showWork(task);
    clearTimeout(looking);
    looking = setTimeout(look, LOOK_MS);
  } else if (task.state === 'completed') {
    showResult(task);
  } else {
    say(dialog, task.state === 'failed' ? failureOf(task.error) : text('adopt.stopped'), 'warning');
  }
}

function showWork({ bytesDone, bytesTotal }) {
  const bar = work.querySelector('progress');
  if (bytesTotal > 0) {
    bar.value = Math.min(100, (100 * bytesDone) / bytesTotal);
  } else {
    bar.removeAttribute('value');
  }
  const told = document.getElementById('adopt-told');
  write(
    told,
    bytesTotal > 0
      ? text('adopt.working', { done: bytes(bytesDone), total: bytes(bytesTotal) })
      : text('adopt.looking'),
  );
}

async function look() {
  if (!dialog.open) {
    return;
  }
  try {
    show((await get(`${TASKS}/${followed}`)).body);
  } catch (failure) {
    console.warn(failure);
    looking = setTimeout(look, 5 * LOOK_MS);
  }
}

function showResult({ id, result }) {
  const { adopted, refused } = result.counts;
  if (adopted === undefined) {
    const models = result.found ?? [];
    say(dialog, models.length === 0 ? text('adopt.none') : text('adopt.found', { count: models.length }));
    draw({ id, models });
    return;
  }
  say(dialog, text('adopt.done', { count: adopted }), refused > 0 ? 'warning' : 'good');
  document
    .getElementById('adopt-refused')
    .replaceChildren(
      ...result.paths.refused.map(textContent => Object.assign(document.createElement('li'), { textContent })),
    );
  refresh();
}

function draw(next) {
  found = next;
  list.replaceChildren(...found.models.map(rowOf));
  choices.querySelector('.actions').toggleAttribute('hidden', found.models.length === 0);
}

function rowOf(model) {
  const row = fromTemplate('adopt-row');
  row.querySelector('.adopt-path').textContent = model.path;
  const facts = row.querySelector('.adopt-facts');
  facts.textContent = factsOf(model);
  facts.title = exactBytes(model.bytes);
  const select = row.querySelector('select');
  const isKnown = model.proof === 'proved' || model.proof === 'partly';
  const ways = isKnown ? model.ways : ['leave'];
  select.append(...ways.map(how => new Option(text(`adopt.how.${how}`), how)));
  select.value = model.proof === 'proved' ? ways[0] : 'leave';
  select.setAttribute('aria-label', text('adopt.howFor', { name: model.path }));
  select.disabled = ways.length < 2;
  return row;
}

function factsOf({ bytes: size, proof, repo, complete, missingBytes }) {
  const facts = [bytes(size), text(`adopt.proof.${proof}`, { repo: repo ?? '' })];
  if (!complete) {
    facts.push(text('adopt.lacks', { size: bytes(missingBytes) }));
  }
  return facts.join(' · ');
}
