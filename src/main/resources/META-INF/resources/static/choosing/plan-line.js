// What a choice would cost, as the server counts it: what is here already is not fetched, what is promised is not free.
import { post } from '../shared/api.js';
import { planOf } from '../shared/api-model.js';
import { bytes, duration, exactBytes } from '../shared/formats.js';
import { spokenPart } from '../shared/problem-text.js';
import { text } from '../shared/texts.js';

const MAX_NAMES = 3;

export async function askPlan(body) {
  return planOf((await post('./api/v1/downloads/plan', body)).body);
}

/**
 * What is to be said of it, part by part, each with a name to style it by; `strong` is what counts most, with what stands
 * before and after it.
 */
export function costOf(plan) {
  if (plan.underWay) {
    return [{ name: 'cost', words: text('choosing.cost.underWay') }];
  }
  if (plan.toFetch === 0) {
    return [{ name: 'here', words: text('choosing.cost.here') }];
  }
  if (!plan.fits) {
    return [{ name: 'short', words: text('choosing.cost.short', { missing: bytes(plan.missing) }) }];
  }
  const [before, after] = text('choosing.cost.toFetch', { size: '\n' }).split('\n');
  return [
    { name: 'cost', words: before, strong: bytes(plan.toFetch), after },
    ...(plan.seconds === null
      ? []
      : [{ name: 'time', words: text('choosing.cost.time', { time: duration(plan.seconds) }) }]),
    { name: 'free', words: text('choosing.cost.free', { size: bytes(plan.freeAfter) }) },
  ];
}

/** The same to the last byte, for those who point at it. */
export function exactCostOf(plan) {
  const files = text('choosing.plan.files', { count: plan.files, size: exactBytes(plan.total) });
  return plan.here > 0 ? `${files} (${text('choosing.plan.here', { size: bytes(plan.here) })})` : files;
}

/** Which folder it goes to, where another revision has that of the repository. */
export function beside(plan) {
  return plan.folderBeside === null ? [] : [` ${text('choosing.plan.beside', { folder: plan.folderBeside })}`];
}

/** What was chosen and cannot come, as one sentence in its parts; nothing when all of it can. */
export function leftOut(plan) {
  if (plan.leftOutCount === 0) {
    return [];
  }
  const isMore = plan.leftOutCount > MAX_NAMES;
  const [before, after] = text('choosing.plan.leftOut', { count: plan.leftOutCount, names: '\n' }).split('\n');
  const names = plan.leftOut
    .slice(0, MAX_NAMES)
    .flatMap((file, index) => [...(index > 0 ? [text('leftOut.and')] : []), ...leftOutName(file)]);
  return [` ${before}`, ...names, isMore ? `${text('leftOut.and')}…` : after];
}

function leftOutName({ path, reason, objection }) {
  const [before, after] = text('leftOut.name', { path, reason: '\n' }).split('\n');
  return [before, spokenPart(objection, reason), after];
}

/** That it waits for room; nothing when it fits, and when it never will. */
export function waitsForRoom(plan) {
  return plan.fits || !plan.everFits || plan.underWay ? [] : [` ${text('choosing.plan.waits')}`];
}

/** What could be deleted to make room, and where; nothing when it fits. */
export function roomFor(models, fits) {
  if (fits) {
    return [];
  }
  const link = document.createElement('a');
  link.href = './manage#make-room';
  link.textContent = text('choosing.plan.manage');
  const names = models
    .slice(0, MAX_NAMES)
    .map(model => `${model.name} (${bytes(model.size)})`)
    .join(text('choosing.comma'));
  return [names ? ` ${text('choosing.plan.couldGo', { names })} ` : ' ', link];
}
