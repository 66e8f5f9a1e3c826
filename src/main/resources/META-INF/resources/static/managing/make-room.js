// The dialog that tells what could go to make room on the disk. It comes when somebody opens it.
import './core.js';
import { get } from '../shared/api.js';
import { bytes, exactBytes, localDate } from '../shared/formats.js';
import { attempt, busy } from '../shared/notices.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { deleteAt } from './deletions.js';
import { Leftovers } from './leftovers.js';
import { bytesOf, gigabytesOf, lackingOf, sumsOf } from './room-sums.js';

const HASH = '#make-room';
const FIGURES = ['free', 'reserved', 'waiting', 'bin', 'keepFree', 'available'];
/** These are told where there is some. */
const SOMETIMES = ['waiting', 'bin'];

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('make-room'));
const list = document.getElementById('room-list');
const toasts = document.getElementById('toasts');
const leftovers = new Leftovers(() => attempt(load));
const goal = /** @type {HTMLInputElement} */ (dialog.querySelector('[name=goal]'));
let shown = { volumes: [], suggestions: [] };
/** @type {(deletion: (keeping: import('./deletions.js').Keeping) => Promise<boolean>) => Promise<void>} */
let deleting;

goal.addEventListener('input', tellSums);
document.getElementById('room-goal').addEventListener('submit', event => event.preventDefault());
list.addEventListener('click', ({ target }) => {
  const button = /** @type {HTMLElement} */ (target).closest('button');
  if (button) {
    busy(button, () => letGo([...list.children].indexOf(button.closest('li'))));
  }
});
dialog.addEventListener('close', () => {
  document.body.append(toasts);
  if (location.hash === HASH) {
    history.replaceState(history.state, '', location.pathname + location.search); // or a reload would open it again
  }
});

/**
 * Opens it with what there is now.
 *
 * @param {typeof deleting} onDelete has something deleted, and the page shown anew
 */
export async function openRoom(onDelete) {
  deleting = onDelete;
  await load();
  const lacking = lackingOf(shown.volumes);
  goal.value = lacking > 0 ? String(gigabytesOf(lacking)) : goal.value;
  tellSums();
  if (!dialog.open) {
    dialog.append(toasts); // what takes a deletion back could not be pressed outside of it
    dialog.showModal();
  }
}

async function load() {
  shown = (await get('./api/v1/space')).body;
  document.getElementById('room-disks').replaceChildren(...shown.volumes.map(diskOf));
  list.replaceChildren(...shown.suggestions.map(rowOf));
  document.getElementById('room-nothing').hidden = shown.suggestions.length > 0;
  tellSums();
  await attempt(() => leftovers.show(isSuggested)); // the list above it does without
}

/** Whether a place is in a model of which the unfinished files are told above. */
function isSuggested(path) {
  return shown.suggestions.some(
    ({ kind, what }) => kind === 'leftover' && (path === what.folder || path.startsWith(`${what.folder}/`)),
  );
}

function diskOf(volume) {
  const disk = fromTemplate('room-disk');
  const name = disk.querySelector('h3');
  name.textContent = volume.path;
  name.hidden = shown.volumes.length === 1;
  for (const figure of FIGURES) {
    const value = disk.querySelector(`[data-field=${figure}]`);
    value.textContent = bytes(Math.max(0, volume[figure]));
    value.title = exactBytes(Math.max(0, volume[figure]));
    value.parentElement.hidden = SOMETIMES.includes(figure) && volume[figure] === 0;
  }
  return disk;
}

/** @param {any} suggestion */
function rowOf(suggestion, index) {
  const row = fromTemplate('room-row');
  const { folder, variant } = suggestion.what;
  row.querySelector('.room-name').textContent = folder;
  const tag = row.querySelector('.room-variant');
  tag.textContent = variant ?? '';
  tag.hidden = variant === null;
  row.querySelector('.room-reason').textContent = [
    isSaid(index) ? '' : reasonOf(suggestion.reason),
    shown.volumes.length > 1 ? suggestion.volume : '',
  ]
    .filter(Boolean)
    .join(' ');
  const size = row.querySelector('.room-size > .number');
  size.textContent = bytes(suggestion.bytes);
  size.title = exactBytes(suggestion.bytes);
  const button = row.querySelector('button');
  const label = text('room.delete', { what: nameOf(suggestion) });
  button.setAttribute('aria-label', label);
  button.title = label;
  button.hidden = suggestion.call === null;
  return row;
}

/** Of all that are listed for nothing but their size, the first one says so. */
function isSaid(index) {
  const [before, here] = [shown.suggestions[index - 1], shown.suggestions[index]].map(each => each?.reason.code);
  return here === 'large' && before === 'large';
}

/** @param {{ code: string, parameters: Record<string, string> }} reason */
function reasonOf({ code, parameters }) {
  const moment = parameters.cameAt ?? parameters.readAt;
  return text(`room.reason.${code}`, { ...parameters, date: moment ? localDate(moment) : '' });
}

function nameOf({ what }) {
  return what.variant === null ? what.folder : text('delete.variantOf', { variant: what.variant, name: what.folder });
}

/** How far the list leads: to the room that is wanted, or altogether. */
function tellSums() {
  const wanted = bytesOf(goal.value);
  const { sums, needed, bytes: won } = sumsOf(shown.suggestions, wanted);
  [...list.querySelectorAll('li')].forEach((row, index) => {
    row.dataset.part = index < needed ? 'needed' : 'beyond';
    row.querySelector('.room-sum').textContent = index === 0 ? '' : text('room.sum', { size: bytes(sums[index]) });
  });
  const isEnough = wanted > 0 && won >= wanted;
  document.getElementById('room-sum').textContent =
    sums.length === 0
      ? ''
      : isEnough
        ? text('room.enough', { count: needed, size: bytes(won) })
        : text('room.all', { count: needed, size: bytes(won) });
}

async function letGo(index) {
  const suggestion = shown.suggestions[index];
  const what = nameOf(suggestion);
  const size = bytes(suggestion.bytes);
  try {
    await deleting(keeping => deleteAt(`.${suggestion.call.path}`, { what, size }, undoneHere(keeping)));
  } finally {
    await attempt(load);
    document.getElementById('make-room-title').focus();
  }
}

/** What is taken back is in the list again. */
function undoneHere(keeping) {
  return {
    ...keeping,
    undo: async entries => {
      await keeping.undo(entries);
      await attempt(load);
    },
  };
}
