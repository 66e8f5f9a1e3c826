// The views: the models here in the shapes of other programs. Comes when the part is opened first.
import './core.js';
import { get, post, remove } from '../shared/api.js';
import { bytes } from '../shared/formats.js';
import { busy, confirmed, showToast, write } from '../shared/notices.js';
import { complain, forgive, say } from '../shared/settings-part.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const PATH = './api/v1/views';
const KINDS = ['hf-cache', 'lm-studio', 'flat', 'ollama', 'comfyui'];
const MAX_NAMED = 20;
const LOOK_MS = 2000;

let isReady = false;
let looking = 0;
let shown = '';
let isBuilding = false;

/**
 * Shows what there is, each time that the part is opened.
 *
 * @param {HTMLDetailsElement} part
 */
export async function show(part) {
  if (!isReady) {
    isReady = true;
    enable(part);
  }
  await refresh(part);
}

function enable(part) {
  const form = part.querySelector('form');
  form.elements.namedItem('kind').append(...KINDS.map(kind => new Option(text(`views.kind.${kind}`), kind)));
  const path = form.elements.namedItem('path');
  path.addEventListener('input', () => forgive(part, path));
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form.querySelector('[type=submit]'), () => make(part, form, path));
  });
}

async function make(part, form, path) {
  if (path.value.trim() === '') {
    complain(part, text('views.noPath'), path);
    return;
  }
  const wish = { kind: form.elements.namedItem('kind').value, path: path.value.trim() };
  try {
    const { body } = await post(PATH, form.elements.namedItem('copy').checked ? { ...wish, method: 'copy' } : wish);
    say(part, text('views.made', { path: body.path }));
    path.value = '';
    await refresh(part);
  } catch (failure) {
    complain(part, failure, path);
  }
}

/** While one is being published, what is told of it changes. */
async function refresh(part) {
  try {
    const views = (await get(PATH)).body;
    isBuilding = views.some(view => view.state === 'building');
    draw(part, views);
  } finally {
    clearTimeout(looking);
    if (part.open && isBuilding) {
      looking = setTimeout(() => refresh(part).catch(console.warn), LOOK_MS);
    }
  }
}

/** Drawn anew only where something changed: focus and opened lists stay. */
function draw(part, views) {
  const now = JSON.stringify(views);
  if (now === shown) {
    return;
  }
  shown = now;
  const list = part.querySelector('.view-list');
  list.replaceChildren(...views.map(view => row(part, view)));
  if (views.length === 0) {
    list.append(Object.assign(document.createElement('li'), { textContent: text('views.none') }));
  }
}

function row(part, view) {
  const item = fromTemplate('view-row');
  item.querySelector('.view-kind').textContent = text(`views.kind.${view.kind}`);
  item.querySelector('.view-path').textContent = view.path;
  item.querySelector('.view-facts').textContent =
    view.state === 'ready' ? facts(view) : text(`views.state.${view.state}`);
  write(item.querySelector('.view-error'), view.error ?? '');
  showLeftOut(item.querySelector('.view-out'), view);
  const button = item.querySelector('button');
  button.setAttribute('aria-label', text('views.remove', { path: view.path }));
  button.addEventListener('click', () => busy(button, () => take(part, view)));
  return item;
}

function facts({ models, sizeBytes, bytes: cost, method }) {
  return text('views.facts', {
    models: text('views.models', { count: models, size: bytes(sizeBytes) }),
    method: text(`views.method.${method}`, { size: bytes(cost) }),
  });
}

function showLeftOut(details, { leftOut, leftOutCount }) {
  details.hidden = leftOutCount === 0;
  details.querySelector('summary').textContent = text('views.leftOut', { count: leftOutCount });
  details.querySelector('ul').append(
    ...leftOut.slice(0, MAX_NAMED).map(({ repo, path, reason }) => {
      const name = [repo, path].filter(Boolean).join(' · ');
      const textContent = text('views.out', { name, reason: text(`views.reason.${reason}`) });
      return Object.assign(document.createElement('li'), { textContent });
    }),
  );
}

/** What another program has written there is told, and asked about once more. */
async function take(part, { id, path }) {
  const title = text('views.question', { path });
  if (!(await confirmed(title, text('views.stays'), text('views.yes')))) {
    return;
  }
  try {
    await remove(`${PATH}/${id}`);
  } catch (failure) {
    const canForce = failure.kind === 'view-in-use' && failure.parameters.reason !== 'busy';
    if (!canForce) {
      throw failure;
    }
    if (!(await confirmed(title, failure.message, text('views.force')))) {
      return;
    }
    await remove(`${PATH}/${id}?force=true`);
  }
  showToast(text('views.removed', { path }));
  await refresh(part);
  part.querySelector('summary').focus(); // the button has gone
}
