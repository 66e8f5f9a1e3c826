// Verifying and mending models: begun here, told at their lines while they run, and with what came of them.
import './core.js';
import { get, post } from '../shared/api.js';
import { taskOf } from '../shared/api-model.js';
import { showToast } from '../shared/notices.js';
import { failureOf } from '../shared/problem-text.js';
import { text } from '../shared/texts.js';
import { addressOf } from './model.js';

const LOOK_MS = 1000;
const IDLE_LOOK_MS = 10_000; // where all are paused, or the server is away
const FORGET_MS = 30_000;
const MAX_LOOKED_AT = 1000;
const TASKS = './api/v1/tasks';

export class Verification {
  #table;
  #refresh;
  #running = new Map(); // tasks that are not over, by id
  #mine = new Map(); // what was begun here, by id, so that its end is told here, and when it was last seen
  #begun = new Set(); // the ids of all of those
  #timer = 0;
  #isPutOff = false; // asked to look while nobody could see it

  /**
   * @param table the table of models
   * @param refresh brings it up to date
   */
  constructor(table, refresh) {
    this.#table = table;
    this.#refresh = refresh;
    document.addEventListener('visibilitychange', () => (this.#isPutOff || this.#isFollowing()) && this.look());
  }

  /** Verifies models; fails only where nothing could be begun. */
  async verify(models) {
    const refusals = models.filter(({ repo }) => !repo).map(({ name }) => new Error(text('verify.local', { name })));
    const begun = [];
    for (const model of models.filter(({ repo }) => repo)) {
      try {
        this.#begin(model, (await post(`${addressOf(model)}/verify`, {})).body);
        begun.push(model.name);
      } catch (failure) {
        refusals.push(failure);
      }
    }
    const [first] = refusals;
    const refused = first ? text('verify.refused', { count: refusals.length, reason: first.message }) : '';
    if (begun.length === 0) {
      throw refusals.length === 1 ? first : new Error(refused);
    }
    const [name] = begun;
    const told = text(begun.length === 1 ? 'verify.started' : 'verify.startedMany', { name, count: begun.length });
    showToast([told, refused].filter(Boolean).join('. '), refused ? 'error' : 'info');
  }

  /** Fetches what is damaged or missing of a model. */
  async repair(model) {
    this.#begin(model, (await post(`${addressOf(model)}/repair`, {})).body);
  }

  /** What is done to a model, where it is verified or mended now; else undefined. */
  taskOf(model) {
    return [...this.#running.values()].find(({ repo }) => repo === model.repo);
  }

  /**
   * Has a task stop for now, go on, or end.
   *
   * @param {string} id
   * @param {'pause' | 'resume' | 'cancel'} step
   */
  async tell(id, step) {
    if (step === 'cancel') {
      this.#mine.delete(id); // who ends it need not be told of its end
    }
    try {
      await post(`${TASKS}/${id}/${step}`);
    } finally {
      await this.look();
    }
  }

  /** Whether the end of a download is told here: a repair that was begun here. */
  tells({ id }) {
    return this.#begun.has(id);
  }

  /** Follows what runs already, begun elsewhere or before. */
  async look() {
    clearTimeout(this.#timer);
    this.#isPutOff = document.hidden;
    if (document.hidden) {
      return;
    }
    let isAnswered = false;
    try {
      const tasks = (await get(`${TASKS}?limit=${MAX_LOOKED_AT}`)).body.map(taskOf);
      const own = tasks.filter(({ kind }) => kind === 'verify' || kind === 'repair');
      this.#heard(own);
      this.#forgetUnseen(own);
      isAnswered = true;
    } catch (failure) {
      console.warn(failure);
    }
    clearTimeout(this.#timer);
    if (this.#isFollowing()) {
      const isActive = [...this.#running.values()].some(({ state }) => state === 'queued' || state === 'running');
      this.#timer = setTimeout(() => this.look(), isAnswered && isActive ? LOOK_MS : IDLE_LOOK_MS);
    }
  }

  #isFollowing() {
    return this.#running.size > 0 || this.#mine.size > 0;
  }

  /** What the server tells of no more has no end that could be told. */
  #forgetUnseen(tasks) {
    const now = Date.now();
    const ids = new Set(tasks.map(({ id }) => id));
    for (const [id, mine] of this.#mine) {
      if (ids.has(id)) {
        mine.seen = now;
      } else if (now - mine.seen > FORGET_MS) {
        this.#mine.delete(id);
      }
    }
  }

  /** Writes into the lines what is done to their models. */
  show() {
    const byRepo = new Map([...this.#running.values()].map(task => [task.repo, task]));
    for (const { item, repo } of this.#table.models) {
      const mark = item.querySelector('[data-field=checking]');
      const task = byRepo.get(repo);
      const told = task ? wordsOf(task) : '';
      if (mark.textContent !== told) {
        mark.textContent = told;
      }
      mark.hidden = told === '';
    }
  }

  #begin(model, body) {
    const task = taskOf(body);
    this.#mine.set(task.id, { name: model.name, seen: Date.now() });
    this.#begun.add(task.id);
    this.#heard([...this.#running.values(), task]);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), LOOK_MS / 4);
  }

  #heard(tasks) {
    const before = this.#running;
    this.#running = new Map(tasks.filter(task => !task.isOver).map(task => [task.id, task]));
    const ended = tasks.filter(({ id, isOver }) => isOver && (before.has(id) || this.#mine.has(id)));
    for (const task of ended) {
      const name = this.#mine.get(task.id)?.name;
      if (name && this.#mine.delete(task.id)) {
        this.#tell(task, name);
      }
    }
    this.show();
    if (ended.length > 0) {
      void this.#refresh();
    }
  }

  #tell(task, name) {
    const { kind, state, counts, failure } = task;
    if (state === 'failed') {
      const reason = failure ? failureOf(failure) : '';
      showToast(text(kind === 'repair' ? 'verify.repairFailed' : 'verify.failed', { name, reason }), 'error');
    } else if (state === 'completed' && kind === 'repair') {
      showToast(text(counts.repaired > 0 ? 'verify.repaired' : 'verify.nothing', { name }));
    } else if (state === 'completed') {
      this.#tellFound(task, name);
    }
  }

  #tellFound({ counts, repo }, name) {
    const found = ['damaged', 'missing', 'changed']
      .filter(sort => counts[sort] > 0)
      .map(sort => text(`verify.${sort}`, { count: counts[sort] }));
    if (found.length === 0) {
      showToast(text('verify.whole', { name }));
      return;
    }
    const model = this.#table.models.find(each => each.repo === repo);
    const isMended = counts.damaged + counts.missing > 0;
    const actions = model && isMended ? [{ label: text('verify.repair'), run: () => this.#repairNow(model) }] : [];
    showToast(text('verify.found', { name, found: found.join(text('verify.and')) }), 'error', { actions });
  }

  async #repairNow(model) {
    try {
      await this.repair(model);
    } catch (failure) {
      showToast(failure, 'error');
    }
  }
}

/** A repair is a download, which the line tells of as of any other. */
function wordsOf({ kind, state, percent }) {
  return kind === 'repair' ? '' : text(`verify.${state}`, { percent });
}
