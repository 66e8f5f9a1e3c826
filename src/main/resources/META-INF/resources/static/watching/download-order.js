// In which of the two lists of the Download page a download stands, and where; DownloadRows.java sorts alike.
import { isOver } from '../shared/api-model.js';

const ENDS = new WeakMap();

/** What moves, then what waits for its turn, then what is paused; of the ended ones failures first, then the latest. */
export function inLists(downloads) {
  const current = downloads.filter(download => !isOver(download));
  const past = downloads.filter(isOver);
  return {
    current: current.sort((one, other) => rank(one) - rank(other) || (one.position ?? 0) - (other.position ?? 0)),
    past: past.sort((one, other) => wentWell(one) - wentWell(other) || later(end(one), end(other))),
  };
}

function rank(download) {
  return { queued: 1, paused: 2 }[download.state] ?? 0;
}

function wentWell(download) {
  return download.state === 'failed' ? 0 : 1;
}

/** Read once for each: with hundreds of ended ones their times would be most of the work of a tick. */
function end(download) {
  if (!ENDS.has(download)) {
    ENDS.set(download, Date.parse(download.endedAt ?? download.createdAt));
  }
  return ENDS.get(download);
}

function later(one, other) {
  return other - one;
}
