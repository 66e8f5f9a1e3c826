// What the choice would cost, as the server counts it: what is here already is not fetched, what is promised is not free.
import { post } from './api.js';
import { planOf } from './answers.js';
import { bytes, duration, exactBytes } from './formats.js';

const AFTER_MS = 200;

export class PlanLine {
  #element;
  #timer = 0;
  #number = 0;

  constructor(element) {
    this.#element = element;
  }

  /** Says so much at once, until something else is to be said. */
  say(text) {
    clearTimeout(this.#timer);
    this.#number++;
    this.#write(text, '', 'yes');
  }

  /** @param body the request that would start it */
  ask(body) {
    clearTimeout(this.#timer);
    const number = ++this.#number;
    this.#write('Counting…', '', 'yes');
    this.#timer = setTimeout(async () => {
      let plan;
      try {
        plan = planOf((await post('./api/v1/downloads/plan', body)).body);
      } catch (failure) {
        plan = null;
        if (number === this.#number) {
          this.#write(failure.message, '', 'no');
        }
      }
      if (plan && number === this.#number) {
        this.#write(sentence(plan), exactBytes(plan.toFetch), plan.fits ? 'yes' : 'no');
      }
    }, AFTER_MS);
  }

  #write(text, title, fits) {
    this.#element.textContent = text;
    this.#element.title = title;
    this.#element.dataset.fits = fits;
  }
}

function sentence(plan) {
  const files = `${plan.files} ${plan.files === 1 ? 'file' : 'files'}, ${bytes(plan.total)}`;
  if (plan.toFetch === 0) {
    return `${files}: all of it is here already.`;
  }
  const parts = [
    plan.here > 0 ? `${bytes(plan.toFetch)} to fetch, ${bytes(plan.here)} are here already` : `${bytes(plan.toFetch)} to fetch`,
    plan.seconds === null ? '' : `about ${duration(plan.seconds)} at the recent speed`,
  ];
  if (plan.fits) {
    parts.push(`${bytes(plan.freeAfter)} stay free`);
    return `${files}: ${parts.filter(Boolean).join(', ')}.`;
  }
  const couldGo = plan.couldGo.slice(0, 3).map(model => `${model.name} (${bytes(model.size)})`).join(', ');
  return `${files}: will not fit, ${bytes(plan.missing)} are missing.${couldGo ? ` What takes most room here: ${couldGo}.` : ''}`;
}
