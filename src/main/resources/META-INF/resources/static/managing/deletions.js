// Deleting: asked for once, whatever it is, and told with what it freed.
import { remove } from '../shared/api.js';
import { bytes } from '../shared/formats.js';
import { confirmed, showToast } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { addressOf, isHeld, sum } from './model.js';

const MAX_NAMED = 5;

/**
 * Deletes whole models, of which those that a download holds stay.
 *
 * @param {import('./model.js').Model[]} models
 * @returns {Promise<boolean>} whether anything was deleted
 */
export async function deleteModels(models) {
  const free = models.filter(model => !isHeld(model));
  const held = models.length - free.length;
  if (free.length === 0) {
    showToast(text('delete.allHeld', { count: held }), 'error');
    return false;
  }
  const size = bytes(sum(free, 'bytes'));
  if (!(await confirmed(titleOf(free), questionOf(free, held, size), text('delete.yes', { size })))) {
    return false;
  }
  return tell(free, await each(free, model => remove(addressOf(model))));
}

/** Deletes one variant of a model. */
export async function deleteVariant(model, { variant, size, count }) {
  const what = text('delete.variantOf', { variant, name: model.name });
  const question = text('delete.variant', { count: Number(count), size });
  if (!(await confirmed(text('delete.title', { what }), question, text('delete.yes', { size })))) {
    return false;
  }
  await remove(`${addressOf(model)}?variant=${encodeURIComponent(variant)}`);
  showToast(text('delete.done', { what, size }));
  return true;
}

/** Deletes one file of a folder that is not a model's alone. */
export async function deleteFile(model, { path, file, size }) {
  const question = text('delete.file', { size });
  if (!(await confirmed(text('delete.title', { what: path }), question, text('delete.yes', { size })))) {
    return false;
  }
  await remove(model.repo ? `${addressOf(model)}?path=${encodeURIComponent(file)}` : addressOf({ repo: '', path }));
  showToast(text('delete.done', { what: path, size }));
  return true;
}

function titleOf(models) {
  return models.length === 1
    ? text('delete.title', { what: models[0].name })
    : text('delete.titleMany', { count: models.length });
}

function questionOf(models, held, size) {
  const files = sum(models, 'files');
  const names = models.slice(0, MAX_NAMED).map(({ name }) => name);
  const more = models.length - names.length;
  return [
    models.length > 1
      ? text('delete.names', { names: names.join(text('delete.and')), more: more > 0 ? ` +${more}` : '' })
      : '',
    files === 0 ? text('delete.unfinished', { size }) : text('delete.files', { count: files, size }),
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

function tell(models, failures) {
  const gone = models.filter(model => !failures.has(model));
  const size = bytes(sum(gone, 'bytes'));
  const [failed] = failures;
  if (failed && models.length === 1) {
    throw failed[1];
  }
  if (failed) {
    const [{ name }, failure] = failed;
    const told = gone.length === 0 ? '' : text('delete.doneMany', { count: gone.length, size });
    showToast([told, text('delete.failed', { name, reason: failure.message })].filter(Boolean).join(' '), 'error');
  } else {
    const what = models[0].name;
    showToast(
      models.length === 1 ? text('delete.done', { what, size }) : text('delete.doneMany', { count: gone.length, size }),
    );
  }
  return gone.length > 0;
}
