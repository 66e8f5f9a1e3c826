// What downloads that are not over do to the models, at each line.
import { repoOf } from '../shared/api-model.js';
import { text } from '../shared/texts.js';

/**
 * Writes it into the lines, and which of them a download holds.
 *
 * @param {import('./model.js').Model[]} models
 * @param {object[]} underWay downloads that are not over
 */
export function showActivity(models, underWay) {
  const byRepo = new Map();
  for (const download of underWay) {
    const repo = repoOf(download);
    byRepo.set(repo, [...(byRepo.get(repo) ?? []), download]);
  }
  for (const { item, repo } of models) {
    const downloads = byRepo.get(repo) ?? [];
    hold(item, downloads.length > 0);
    const untold = downloads.filter(download => !showAtVariant(item, download));
    show(item.querySelector('[data-field=activity]'), untold.length > 0 ? words(untold[0]) : '');
    // how far all of it is was told: what its variants lacked at the last look would be a second figure
    item.toggleAttribute(
      'data-arriving',
      untold.some(({ state, variants }) => state === 'downloading' && variants.length === 0),
    );
  }
}

/**
 * A download of one variant, or of all where there is one, is told beside its name, where that is shown as one that lacks
 * something. LibraryActivity.java knows the same.
 */
function showAtVariant(item, { state, percent, variants }) {
  const lacking = [...item.querySelectorAll('.variants li:has(.lacks)')];
  const [all] = lacking.length === 1 ? lacking : [];
  const [wanted] = variants.length === 1 ? variants : [variants.length === 0 ? all?.dataset.variant : null];
  const lacks = lacking.find(({ dataset }) => dataset.variant === wanted)?.querySelector('.lacks');
  if (!lacks || state === 'queued' || state === 'resolving') {
    return false; // where it stands tells nothing of how far it is
  }
  if (state !== 'paused') {
    write(lacks, state === 'downloading' ? text('activity.percent', { percent }) : words({ state, percent }));
  } // else the line says so already
  return true;
}

function words({ state, percent }) {
  return text(`activity.${state}`, { percent });
}

function show(element, told) {
  write(element, told);
  element.hidden = told === '';
}

function write(element, told) {
  if (element.textContent !== told) {
    element.textContent = told;
  }
}

/** While a download is not over, at work or not, nothing of its model is deleted. */
function hold(item, held) {
  const told = String(held);
  if (item.dataset.held !== told) {
    item.dataset.held = told;
  }
  for (const button of item.querySelectorAll('.details [data-action^=delete]')) {
    button.disabled = held;
    button.title = held ? text('model.held') : button.dataset.title;
  }
}
