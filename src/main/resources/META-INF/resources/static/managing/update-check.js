// Asks the Hub whether models have updates, and tells when it was asked last.
import { get, post } from '../shared/api.js';
import { checkOf, modelCheckOf } from '../shared/api-model.js';
import { ago, localTime } from '../shared/formats.js';
import { busy, showToast } from '../shared/notices.js';
import { failureOf } from '../shared/problem-text.js';
import { text } from '../shared/texts.js';
import { addressOf } from './model.js';

const ADDRESS = './api/v1/library/check';
const LOOK_MS = 1000;
const TELL_MS = 60_000;

export class UpdateCheck {
  #refresh;
  #button = document.getElementById('check-all');
  #line = document.getElementById('update-check');
  #count = document.getElementById('update-count');
  #age = document.getElementById('update-age');

  /** @param refresh brings the table up to date */
  constructor(refresh) {
    this.#refresh = refresh;
    this.#button.addEventListener('click', () => busy(this.#button, () => this.#all()));
    setInterval(() => document.hidden || this.look(), TELL_MS);
    this.look();
  }

  /** Learns how the last look went, which may have been asked for elsewhere. */
  async look() {
    try {
      this.#show(checkOf((await get(ADDRESS)).body));
    } catch (failure) {
      console.warn(failure);
    }
  }

  /** Looks at one model, and tells of it. */
  async one(model) {
    const { behind, upstream } = modelCheckOf((await post(`${addressOf(model)}/check`)).body);
    await this.#refresh();
    const { name } = model;
    showToast(upstream ? text('check.refused', { name }) : text(behind ? 'check.behind' : 'check.same', { name }));
    await this.look();
  }

  async #all() {
    try {
      let check = checkOf((await post(ADDRESS)).body);
      this.#show(check);
      while (check.running) {
        await new Promise(resolve => setTimeout(resolve, LOOK_MS));
        check = checkOf((await get(ADDRESS)).body);
      }
      await this.#refresh();
      this.#show(check);
      if (check.failure) {
        showToast(text('check.failed', { reason: failureOf(check.failure) }), 'error');
      } else {
        showToast(check.updates > 0 ? text('check.found', { count: check.updates }) : text('check.none'));
      }
    } catch (failure) {
      showToast(failure, 'error');
    }
  }

  #show({ running, checkedAt, updates }) {
    const age = checkedAt ? text('check.at', { ago: ago(checkedAt) }) : text('check.never');
    write(this.#count, running ? text('check.running') : text('check.updates', { count: updates }));
    write(this.#age, running ? '' : ` · ${age}`); // no news: nobody is read it out each minute
    this.#line.title = checkedAt ? localTime(checkedAt) : '';
  }
}

function write(element, told) {
  if (element.textContent !== told) {
    element.textContent = told;
  }
}
