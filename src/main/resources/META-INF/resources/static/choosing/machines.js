// The machines on which models are to run: named once, kept on the server.

import { get, put } from '../shared/api.js';
import { machinesOf } from '../shared/api-model.js';
import { write } from '../shared/notices.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';

const ADDRESS = './api/v1/system/machines';
const GIB = 2 ** 30; // memory is sold in these, whatever is printed on it
const MAX_BYTES = 2 ** 50; // as in Machines.java
const USUAL_CONTEXT = 8192;
const FORM = /** @type {HTMLDialogElement} */ (document.getElementById('machines'));

export class Machines {
  #known = { machines: [], contextLength: USUAL_CONTEXT };
  #dialog = FORM;
  #list = FORM.querySelector('.machines');
  #problem = FORM.querySelector('.notice');
  #changed;
  /** @type {Promise<unknown>} */
  #sent = Promise.resolve(); // what was sent last, whatever became of it
  #ready;

  /** @param changed called after other machines were saved */
  constructor(changed) {
    this.#changed = changed;
    this.#ready = this.#learn().catch(() => {}); // without them everything else works
    this.#list.addEventListener(
      'click',
      /** @param {any} event */
      event => event.target.closest('[data-do=remove]') && this.#remove(event.target.closest('li')),
    );
    FORM.querySelector('#add-machine').addEventListener('click', () =>
      this.#add({ name: '', vramBytes: 0, ramBytes: 0 }, true),
    );
    FORM.querySelector('#close-machines').addEventListener('click', () => this.#dialog.close());
    FORM.querySelector('form').addEventListener('submit', event => {
      event.preventDefault();
      this.#save();
    });
  }

  /** What was saved so far. */
  get known() {
    return this.#known;
  }

  /** Resolves when the server has said which there are. */
  get ready() {
    return this.#ready;
  }

  /** Asks anew first: saving replaces all machines, also those that another page named meanwhile. Fails when there is no answer. */
  async edit() {
    await this.#sent;
    await this.#learn();
    this.#changed();
    if (this.#dialog.open) {
      return;
    }
    write(this.#problem, '');
    this.#list.replaceChildren();
    this.#known.machines.forEach(machine => this.#add(machine));
    if (this.#known.machines.length === 0) {
      this.#add({ name: '', vramBytes: 0, ramBytes: 0 });
    }
    this.#dialog.showModal();
    this.#list.querySelector('input').focus();
  }

  /** Keeps another context length for next time. */
  async keepContext(contextLength) {
    this.#known = { ...this.#known, contextLength };
    await this.#send({ contextLength });
  }

  async #learn() {
    this.#known = machinesOf((await get(ADDRESS)).body);
  }

  /**
   * One after the other, or the first of two quick changes could be the one that stays.
   *
   * @returns {Promise<any>}
   */
  #send(change) {
    const answer = this.#sent.then(() => put(ADDRESS, change));
    this.#sent = answer.catch(() => {});
    return answer;
  }

  #add({ name, vramBytes, ramBytes }, focus = false) {
    const row = fromTemplate('machine');
    field(row, 'name').value = name;
    field(row, 'vram').value = vramBytes ? shown(vramBytes) : '';
    field(row, 'ram').value = ramBytes ? shown(ramBytes) : '';
    this.#list.append(row);
    if (focus) {
      field(row, 'name').focus();
    }
  }

  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector('input') ?? FORM.querySelector('#add-machine')).focus();
  }

  async #save() {
    const rows = [...this.#list.children].filter(row =>
      [...row.querySelectorAll('input')].some(input => input.value.trim() !== ''),
    );
    this.#list.querySelectorAll('[aria-invalid]').forEach(input => input.removeAttribute('aria-invalid'));
    const wrong = faultIn(rows);
    if (wrong) {
      write(this.#problem, wrong.sentence);
      wrong.input.setAttribute('aria-invalid', 'true');
      wrong.input.focus();
      return;
    }
    const machines = rows.map(row => ({
      name: field(row, 'name').value.trim(),
      vramBytes: bytesOf(field(row, 'vram')),
      ramBytes: bytesOf(field(row, 'ram')),
    }));
    try {
      this.#known = machinesOf((await this.#send({ machines })).body);
      this.#dialog.close();
      this.#changed();
    } catch (failure) {
      write(this.#problem, failure);
    }
  }
}

/** The first field that cannot be kept as it is, and why; null when all can. */
function faultIn(rows) {
  const seen = new Set();
  for (const row of rows) {
    const name = field(row, 'name');
    const called = name.value.trim();
    if (called === '') {
      return { input: name, sentence: text('choosing.machine.noName') };
    }
    if (seen.has(called.toLowerCase())) {
      return { input: name, sentence: text('choosing.machine.twice', { name: called }) };
    }
    seen.add(called.toLowerCase());
    const memory = [field(row, 'vram'), field(row, 'ram')];
    const odd = memory.find(input => Number.isNaN(bytesOf(input)));
    if (odd) {
      return { input: odd, sentence: text('choosing.noNumber', { given: odd.value.trim() }) };
    }
    const large = memory.find(input => bytesOf(input) > MAX_BYTES);
    if (large) {
      return { input: large, sentence: text('choosing.machine.tooMuch', { given: large.value.trim() }) };
    }
    if (memory.every(input => bytesOf(input) === 0)) {
      return { input: memory[0], sentence: text('choosing.machine.noMemory', { name: called }) };
    }
  }
  return null;
}

function field(row, name) {
  return row.querySelector(`[name=${name}]`);
}

function shown(bytes) {
  return String(Math.round((bytes / GIB) * 100) / 100);
}

function bytesOf(input) {
  const written = input.value
    .trim()
    .replace(',', '.')
    .replace(/\s*(GB|GiB|G)$/i, '');
  return written === '' ? 0 : /^\d+(\.\d+)?$/.test(written) ? Math.round(Number(written) * GIB) : NaN;
}
