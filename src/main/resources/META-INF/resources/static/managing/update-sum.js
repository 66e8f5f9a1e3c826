// What the updates of several models come to, before they are made.
import { get } from '../shared/api.js';
import { updatePreviewOf } from '../shared/api-model.js';
import { bytes } from '../shared/formats.js';
import { confirmed } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { addressOf } from './model.js';

/** The Hub is asked for each of them: of more than so many only some are looked at before the question. */
const MAX_LOOKED_AT = 24;
const AT_ONCE = 4;

/** @returns {Promise<boolean>} whether they are to be updated */
export async function confirmedUpdates(models) {
  const ofHub = models.filter(({ repo }) => repo);
  const previews = await looked(ofHub.slice(0, MAX_LOOKED_AT));
  const sum = sumOf(previews, ofHub.length);
  const title = text('updateSum.title', { count: ofHub.length });
  return confirmed(title, told(sum), text('updateSum.yes', { count: ofHub.length }), text('updateSum.no'));
}

/** Those that cannot be looked at are null: the update itself says why. */
async function looked(models) {
  const found = new Array(models.length).fill(null);
  const left = models.map((model, index) => ({ model, index }));
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      try {
        found[next.index] = updatePreviewOf((await get(`${addressOf(next.model)}/changes`)).body);
      } catch (failure) {
        console.warn(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/**
 * What is known of all of them.
 *
 * @param previews what was found out of each, or null
 * @param count how many there are
 */
export function sumOf(previews, count) {
  const known = previews.filter(Boolean);
  const changing = known.filter(({ isUnchanged }) => !isUnchanged);
  return {
    changing: changing.length,
    same: known.length - changing.length,
    unknown: count - known.length,
    fetch: changing.reduce((sum, { toFetch }) => sum + toFetch, 0),
    reused: changing.reduce((sum, { reusable }) => sum + reusable, 0),
    waiting: changing.filter(({ room }) => !room.fits).length,
  };
}

function told({ changing, same, unknown, fetch, reused, waiting }) {
  const size = { size: bytes(fetch), reused: bytes(reused) };
  return [
    changing > 0 && text('updateSum.changing', { count: changing }),
    changing > 0 && text(fetch === 0 ? 'preview.nothing' : reused > 0 ? 'preview.reuses' : 'preview.fetches', size),
    same > 0 && text('updateSum.same', { count: same }),
    unknown > 0 && text('updateSum.unknown', { count: unknown }),
    waiting > 0 && text('updateSum.waiting', { count: waiting }),
  ]
    .filter(Boolean)
    .join(' ');
}
