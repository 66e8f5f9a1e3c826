// What all downloads come to together. Arithmetic alone, nothing of the page.
import { isActive } from './api-model.js';

/**
 * Sums over all downloads.
 *
 * @returns {{ active: number, moves: boolean, rate: number | null, seconds: number | null, isLeast: boolean }} how many are
 *   at work or wait for their turn; whether any of them receives bytes; bytes per second of those, or null while that is not
 *   known; seconds until all are here, or null; whether it takes longer, as some of them do not know their size yet
 */
export function totalsOf(downloads) {
  const active = downloads.filter(isActive);
  const moving = active.filter(download => download.state === 'downloading');
  const known = moving.filter(download => download.rate != null);
  const rate = known.length > 0 ? known.reduce((sum, download) => sum + download.rate, 0) : null;
  const left = active.reduce((sum, download) => sum + Math.max(0, download.bytesTotal - download.bytesReceived), 0);
  return {
    active: active.length,
    moves: moving.length > 0,
    rate,
    seconds: rate > 0 && left > 0 ? Math.ceil(left / rate) : null,
    isLeast: active.some(download => download.bytesTotal === 0),
  };
}

/** How far those are that move, as whole percents below 100; null when none does. */
export function percentOf(downloads) {
  const moving = downloads.filter(
    ({ state, bytesTotal }) => ['downloading', 'verifying'].includes(state) && bytesTotal > 0,
  );
  const total = moving.reduce((sum, download) => sum + download.bytesTotal, 0);
  const received = moving.reduce((sum, download) => sum + download.bytesReceived, 0);
  return moving.length === 0 ? null : Math.min(99, Math.floor((received * 100) / total));
}
