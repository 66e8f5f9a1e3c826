// The machines on which models are to run: named once in the settings, kept on the server, the same in all parts of a page.
import { get, put } from './api.js';
import { machinesOf } from './api-model.js';
import { openSettings } from './settings.js';
import { usualContext } from './usual-context.js';

const ADDRESS = './api/v1/system/machines';

let known = { machines: [], contextLength: usualContext() };
/** @type {Promise<unknown>} */
let sent = Promise.resolve(); // what was sent last, whatever became of it
/** @type {Promise<unknown> | null} */
let learned = null;
const followers = new Set();

export class Machines {
  /** @param changed called after other machines were saved */
  constructor(changed = () => {}) {
    followers.add(changed);
    learned ??= learn().catch(() => {}); // without them everything else works
  }

  /** What was saved so far. */
  get known() {
    return known;
  }

  /** Resolves when the server has said which there are. */
  get ready() {
    return learned;
  }

  /** Asks anew: another page may have named others meanwhile. Fails when there is no answer. */
  async refresh() {
    await sent;
    const before = JSON.stringify(known);
    await learn();
    if (JSON.stringify(known) !== before) {
      tell();
    }
  }

  /** Opens the settings where machines are named. */
  async edit() {
    await openSettings('machines');
  }

  /** Keeps these in place of those before. */
  async save(machines) {
    known = machinesOf((await send({ machines })).body);
    tell();
  }

  /** Keeps another context length for next time. */
  async keepContext(contextLength) {
    known = { ...known, contextLength };
    await send({ contextLength });
  }
}

async function learn() {
  known = machinesOf((await get(ADDRESS)).body);
}

function tell() {
  followers.forEach(changed => changed());
}

/**
 * One after the other, or the first of two quick changes could be the one that stays.
 *
 * @returns {Promise<any>}
 */
function send(change) {
  const answer = sent.then(() => put(ADDRESS, change));
  sent = answer.catch(() => {});
  return answer;
}
