// One row of the basket as it is shown.
import { bytes, exactBytes } from '../shared/formats.js';
import { write } from '../shared/notices.js';
import { text } from '../shared/texts.js';
import { beside, leftOut } from './plan-line.js';
import { partOf } from './reference.js';

const MAX_PARTS = 4;

/** Writes into the row's element what is known of it. */
export function show({ reference, state, plan, problem, count, element }) {
  const part = name => element.querySelector(name);
  element.dataset.state = state;
  part('.basket-name').textContent = reference.repo ?? reference.words ?? reference.text;
  part('.basket-what').textContent = whatOf(reference);
  part('.basket-plan').textContent = stateOf(state, plan, count, reference);
  part('.basket-plan').title = plan ? exactBytes(plan.toFetch) : '';
  part('.basket-plan').dataset.fits = plan && !plan.fits ? 'no' : 'yes';
  write(part('.notice'), noticeOf(state, reference, plan, problem));
  part('.notice').dataset.kind = state === 'gated' ? 'warning' : 'error';
  const notes = [...(reference.notes ?? []), ...(plan ? [...beside(plan), ...leftOut(plan)] : [])];
  part('.input-notes').hidden = notes.length === 0;
  part('.input-notes').replaceChildren(
    ...notes.map(note => {
      const item = document.createElement('li');
      item.textContent = note;
      return item;
    }),
  );
  actions(element, reference, state);
}

function noticeOf(state, reference, plan, problem) {
  if (state === 'unreadable') {
    return text('choosing.basket.line', { line: reference.line, reason: reference.reason });
  }
  return state === 'gated' ? text('choosing.gatedNoToken', { page: plan.page }) : problem;
}

function actions(element, reference, state) {
  const choose = element.querySelector('[data-do=choose], [data-do=retry]');
  const name = reference.repo ?? reference.words ?? reference.text;
  const again = state === 'failed' || state === 'gated';
  choose.dataset.do = again ? 'retry' : 'choose';
  choose.textContent = text(
    again ? 'choosing.basket.retry' : state === 'choose' ? 'choosing.basket.choose' : 'choosing.basket.change',
  );
  choose.setAttribute('aria-label', `${choose.textContent}: ${name}`);
  choose.hidden = state === 'unreadable';
  element.querySelector('[data-do=remove]').setAttribute('aria-label', text('choosing.basket.remove', { name }));
}

function whatOf(reference) {
  if (reference.kind === 'search') {
    return text('choosing.basket.search');
  }
  if (reference.kind !== 'repo') {
    return '';
  }
  const parts = partOf(reference);
  return [
    reference.type === 'model' ? '' : text(reference.type === 'space' ? 'choosing.spaceType' : 'choosing.dataset'),
    reference.revision ? text('choosing.basket.revision', { revision: reference.revision }) : '',
    parts.slice(0, MAX_PARTS).join(', ') + (parts.length > MAX_PARTS ? '…' : ''),
  ]
    .filter(Boolean)
    .join(' · ');
}

function stateOf(state, plan, count, reference) {
  if (state === 'choose') {
    return reference.kind === 'search'
      ? text('choosing.basket.chooseRepo')
      : text('choosing.basket.chooseVariant', { count });
  }
  if (state === 'new' || state === 'asking') {
    return text('choosing.counting');
  }
  if (!plan) {
    return '';
  }
  const files = text('choosing.plan.files', { count: plan.files, size: bytes(plan.total) });
  if (plan.toFetch === 0) {
    return text('choosing.plan.allHere', { files });
  }
  const told = [
    text('choosing.plan.toFetch', { size: bytes(plan.toFetch) }),
    plan.here > 0 ? text('choosing.plan.here', { size: bytes(plan.here) }) : '',
    plan.underWay ? text('choosing.plan.underWay') : '',
  ]
    .filter(Boolean)
    .join(text('choosing.comma'));
  return plan.fits
    ? text('choosing.plan.fits', { files, told })
    : text('choosing.plan.tooLarge', { files, told, missing: bytes(plan.missing) });
}
