// Deleting: asked for once, whatever it is, and told with what takes it back, or with what it freed.
import { remove } from '../shared/api.js';
import { bytes, duration } from '../shared/formats.js';
import { confirmed, showToast } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { addressOf, isHeld, sum } from './model.js';

const MAX_NAMED = 5;

/**
 * What becomes of what is deleted.
 *
 * @typedef {{ seconds: number, undo: (entries: import('./bin.js').Entry[]) => unknown }} Keeping how long it can be taken back,
 *     0 for not at all, and what does that
 */

/**
 * Deletes whole models, of which those that a download holds stay.
 *
 * @param {import('./model.js').Model[]} models
 * @param {Keeping} keeping
 * @returns {Promise<boolean>} whether anything was deleted
 */
export async function deleteModels(models, keeping) {
  const free = models.filter(model => !isHeld(model));
  const held = models.length - free.length;
  if (free.length === 0) {
    showToast(text('delete.allHeld', { count: held }), 'error');
    return false;
  }
  const size = bytes(sum(free, 'bytes'));
  if (!(await confirmed(titleOf(free), questionOf(free, held, size, keeping), yes(size, keeping)))) {
    return false;
  }
  const kept = [];
  const failures = await each(free, async model => kept.push(await discard(addressOf(model), bytes(model.bytes))));
  return tell(free, failures, kept.filter(Boolean), keeping);
}

/** What lies on another disk than the bin is deleted for good, if that is wanted. */
async function discard(address, size) {
  try {
    return (await remove(address)).body;
  } catch (failure) {
    const isAsked = failure.kind === 'bin-out-of-reach';
    if (!isAsked || !(await confirmed(text('delete.forGood'), failure.message, text('delete.yes', { size })))) {
      throw failure;
    }
    return (await remove(`${address}${address.includes('?') ? '&' : '?'}now=true`)).body;
  }
}

/** Deletes what has this address, by its name and size alone. */
export async function deleteAt(address, { what, size }, binning) {
  const isForGood = /[?&]now=true(&|$)/.test(address);
  const keeping = isForGood ? { ...binning, seconds: 0 } : binning;
  if (!(await confirmed(text('delete.title', { what }), undoable(keeping), yes(size, keeping)))) {
    return false;
  }
  told(what, size, await discard(address, size), keeping);
  return true;
}

/** Deletes one variant of a model. */
export async function deleteVariant(model, { variant, size, count }, keeping) {
  const what = text('delete.variantOf', { variant, name: model.name });
  const question = `${text('delete.variant', { count: Number(count), size })} ${undoable(keeping)}`;
  if (!(await confirmed(text('delete.title', { what }), question, yes(size, keeping)))) {
    return false;
  }
  told(what, size, await discard(`${addressOf(model)}?variant=${encodeURIComponent(variant)}`, size), keeping);
  return true;
}

/** Deletes one file of a folder that is not a model's alone. */
export async function deleteFile(model, { path, file, size }, keeping) {
  const question = `${text('delete.file', { size })} ${undoable(keeping)}`;
  if (!(await confirmed(text('delete.title', { what: path }), question, yes(size, keeping)))) {
    return false;
  }
  const address = model.repo ? `${addressOf(model)}?path=${encodeURIComponent(file)}` : addressOf({ repo: '', path });
  told(path, size, await discard(address, size), keeping);
  return true;
}

/** @param {import('./bin.js').Entry | null} entry what takes it back */
function told(what, size, entry, keeping) {
  if (entry) {
    showToast(text('delete.binned', { what }), 'info', undoOf([entry], keeping));
  } else {
    showToast(text('delete.done', { what, size }));
  }
}

/** The bin says the same for whoever comes later. */
function undoOf(entries, keeping) {
  return entries.length > 0 ? { actions: [{ label: text('delete.undo'), run: () => keeping.undo(entries) }] } : {};
}

function undoable({ seconds }) {
  return seconds > 0 ? text('delete.kept', { time: duration(seconds) }) : text('delete.noUndo');
}

function yes(size, { seconds }) {
  return text(seconds > 0 ? 'delete.yesKept' : 'delete.yes', { size });
}

function titleOf(models) {
  return models.length === 1
    ? text('delete.title', { what: models[0].name })
    : text('delete.titleMany', { count: models.length });
}

function questionOf(models, held, size, keeping) {
  const files = sum(models, 'files');
  const names = models.slice(0, MAX_NAMED).map(({ name }) => name);
  const more = models.length - names.length;
  return [
    models.length > 1
      ? text('delete.names', { names: names.join(text('delete.and')), more: more > 0 ? ` +${more}` : '' })
      : '',
    files === 0 ? text('delete.unfinished', { size }) : text('delete.files', { count: files, size }),
    undoable(keeping),
    held > 0 ? text('delete.someHeld', { count: held }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** One after the other: each may take its time, and what failed is kept to be told. */
async function each(models, work) {
  const failures = new Map();
  for (const model of models) {
    await work(model).catch(failure => failures.set(model, failure));
  }
  return failures;
}

function tell(models, failures, kept, keeping) {
  const gone = models.filter(model => !failures.has(model));
  const size = bytes(sum(gone, 'bytes'));
  const [failed] = failures;
  if (failed && models.length === 1) {
    throw failed[1];
  }
  if (failed) {
    const [{ name }, failure] = failed;
    const done = gone.length === 0 ? '' : doneMany(gone, size, kept);
    const undone = text('delete.failed', { name, reason: failure.message });
    showToast([done, undone].filter(Boolean).join(' '), 'error', undoOf(kept, keeping));
  } else if (models.length === 1) {
    told(models[0].name, size, kept[0] ?? null, keeping);
  } else {
    showToast(doneMany(gone, size, kept), 'info', undoOf(kept, keeping));
  }
  return gone.length > 0;
}

function doneMany({ length: count }, size, kept) {
  return kept.length === count ? text('delete.binnedMany', { count }) : text('delete.doneMany', { count, size });
}
