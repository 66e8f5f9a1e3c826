// In which of the lists of the Download page a download stands, and where; DownloadRows.java sorts alike.
import { isOver } from '../shared/api-model.js';

const TIMES = new WeakMap();

export class DownloadOrder {
  #places = new Map(); // of what is or was at work or in the queue while this page looked: the list by its id
  #before = { running: [], queue: [] };

  /**
   * What is at work in the order in which it began; what waits for its turn; of the ended ones failures first, then the
   * latest. One that is paused stays where it was, so that it is found there; if this page did not see it before, it stands
   * at the end.
   */
  lists(downloads) {
    const current = downloads.filter(download => !isOver(download));
    const past = downloads.filter(isOver);
    this.#see(current);
    const lists = {
      running: current.filter(download => this.#listOf(download) === 'running').sort(byStart),
      queue: current.filter(download => this.#listOf(download) === 'queue').sort(byPlace),
    };
    for (const name of ['running', 'queue']) {
      lists[name] = this.#stay(lists[name], this.#before[name]);
      this.#before[name] = lists[name].map(({ id }) => id);
    }
    return {
      ...lists,
      past: past.sort((one, other) => wentWell(one) - wentWell(other) || end(other) - end(one)),
    };
  }

  #see(current) {
    const ids = new Set();
    for (const { id, state } of current) {
      ids.add(id);
      if (state !== 'paused') {
        this.#places.set(id, state === 'queued' ? 'queue' : 'running');
      }
    }
    for (const id of this.#places.keys()) {
      if (!ids.has(id)) {
        this.#places.delete(id);
      }
    }
  }

  #listOf(download) {
    const usual = download.state === 'paused' && download.startedAt ? 'running' : 'queue';
    return this.#places.get(download.id) ?? usual;
  }

  /** Each one that stays is put behind whatever stood before it and is still there. */
  #stay(sorted, before) {
    const places = new Map(before.map((id, place) => [id, place]));
    const stays = ({ id, state }) => state === 'paused' && places.has(id) && this.#places.has(id);
    const others = sorted.filter(download => !stays(download));
    const staying = new Map(sorted.filter(stays).map(download => [download.id, download]));
    const there = new Set(others.map(({ id }) => id));
    const behind = new Map();
    let last = null;
    for (const id of before) {
      if (staying.has(id)) {
        behind.set(last, [...(behind.get(last) ?? []), staying.get(id)]);
      } else if (there.has(id)) {
        last = id;
      }
    }
    return [...(behind.get(null) ?? []), ...others.flatMap(other => [other, ...(behind.get(other.id) ?? [])])];
  }
}

function byStart(one, other) {
  return rank(one) - rank(other) || start(one) - start(other) || asked(one) - asked(other);
}

function byPlace(one, other) {
  return rank(one) - rank(other) || (one.position ?? 0) - (other.position ?? 0) || asked(one) - asked(other);
}

function rank({ state }) {
  return state === 'paused' ? 1 : 0;
}

function wentWell({ state }) {
  return state === 'failed' ? 0 : 1;
}

function start(download) {
  return times(download).start;
}

function asked(download) {
  return times(download).asked;
}

function end(download) {
  return times(download).end;
}

/** Read once for each: with hundreds of ended ones their times would be most of the work of a tick. */
function times(download) {
  if (!TIMES.has(download)) {
    const asked = Date.parse(download.createdAt);
    TIMES.set(download, {
      asked,
      start: download.startedAt ? Date.parse(download.startedAt) : Number.MAX_VALUE,
      end: download.endedAt ? Date.parse(download.endedAt) : asked,
    });
  }
  return TIMES.get(download);
}
