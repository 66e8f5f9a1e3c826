// What the choice would cost, as the server counts it: what is here already is not fetched, what is promised is not free.
import { post } from '../shared/api.js';
import { planOf } from '../shared/api-model.js';
import { bytes, duration, exactBytes } from '../shared/formats.js';
import { text } from '../shared/texts.js';

const AFTER_MS = 200;
const MAX_NAMES = 3;

export class PlanLine {
  #element;
  #timer = 0;
  #number = 0;

  #system;

  /** @param system gives what the server says about itself */
  constructor(element, system) {
    this.#element = element;
    this.#system = system;
  }

  /** Says this much at once, until something else is to be said. */
  say(sentence) {
    clearTimeout(this.#timer);
    this.#number++;
    this.#write([sentence], '', 'yes');
  }

  /** @param body the request that would start it */
  ask(body) {
    clearTimeout(this.#timer);
    const number = ++this.#number;
    this.#write([text('choosing.counting')], '', 'yes');
    this.#timer = setTimeout(async () => {
      try {
        const plan = await askPlan(body);
        const gated = plan.gated && (await this.#system()).tokenPresent === false;
        const notReady = gated ? [`${text('choosing.plan.gated')} `] : [];
        if (number === this.#number) {
          this.#write(
            [...notReady, sentence(plan), ...beside(plan), ...leftOut(plan), ...roomFor(plan.couldGo, plan.fits)],
            exactBytes(plan.toFetch),
            plan.fits && !gated ? 'yes' : 'no',
          );
        }
      } catch (failure) {
        if (number === this.#number) {
          this.#write([failure.message], '', 'no');
        }
      }
    }, AFTER_MS);
  }

  #write(parts, title, fits) {
    this.#element.replaceChildren(...parts);
    this.#element.title = title;
    this.#element.dataset.fits = fits;
  }
}

export async function askPlan(body) {
  return planOf((await post('./api/v1/downloads/plan', body)).body);
}

export function sentence(plan) {
  const files = text('choosing.plan.files', { count: plan.files, size: bytes(plan.total) });
  if (plan.toFetch === 0) {
    return text('choosing.plan.allHere', { files });
  }
  const parts = [
    text('choosing.plan.toFetch', { size: bytes(plan.toFetch) }),
    plan.here > 0 ? text('choosing.plan.here', { size: bytes(plan.here) }) : '',
    plan.seconds === null ? '' : text('choosing.plan.time', { time: duration(plan.seconds) }),
    plan.fits ? text('choosing.plan.staysFree', { size: bytes(plan.freeAfter) }) : '',
    plan.underWay ? text('choosing.plan.underWay') : '',
  ];
  const told = parts.filter(Boolean).join(text('choosing.comma'));
  return plan.fits
    ? text('choosing.plan.fits', { files, told })
    : text('choosing.plan.tooLarge', { files, told, missing: bytes(plan.missing) });
}

/** Which folder it goes to, where another revision has that of the repository. */
export function beside(plan) {
  return plan.folderBeside === null ? [] : [` ${text('choosing.plan.beside', { folder: plan.folderBeside })}`];
}

/** What was chosen and cannot come; nothing when all of it can. */
export function leftOut(plan) {
  if (plan.leftOutCount === 0) {
    return [];
  }
  const names = plan.leftOut.slice(0, MAX_NAMES).map(file => `"${file.path}" (${file.reason})`);
  const more = plan.leftOutCount > MAX_NAMES ? '; …' : '';
  const told = text('choosing.plan.leftOut', { count: plan.leftOutCount, names: names.join('; ') + more });
  return [` ${told.replace(/…[.。]$/, '…')}`];
}

/** What could be deleted to make room, and where; nothing when it fits. */
export function roomFor(models, fits) {
  if (fits) {
    return [];
  }
  const link = document.createElement('a');
  link.href = './manage';
  link.textContent = text('choosing.plan.manage');
  const names = models
    .slice(0, MAX_NAMES)
    .map(model => `${model.name} (${bytes(model.size)})`)
    .join(text('choosing.comma'));
  return [names ? ` ${text('choosing.plan.couldGo', { names })} ` : ' ', link];
}
