// One row of the basket as it is shown.
import { bytes, exactBytes } from '../shared/formats.js';
import { write } from '../shared/notices.js';
import { spoken } from '../shared/problem-text.js';
import { text } from '../shared/texts.js';
import { beside, leftOut } from './plan-line.js';
import { noteOf, partOf } from './reference.js';

const MAX_PARTS = 4;

/** Writes into the row's element what is known of it. */
export function show({ reference, state, plan, problem, count, suggestions, element }) {
  const part = name => element.querySelector(name);
  element.dataset.state = state;
  part('.basket-name').textContent = reference.repo ?? reference.words ?? reference.text;
  part('.basket-what').textContent = whatOf(reference);
  part('.basket-plan').textContent = stateOf(state, plan, count, reference);
  part('.basket-plan').title = plan ? exactBytes(plan.toFetch) : '';
  part('.basket-plan').dataset.fits = plan && !plan.fits ? 'no' : 'yes';
  write(part('.notice'), noticeOf(state, reference, plan, problem));
  part('.notice').dataset.kind = state === 'gated' ? 'warning' : 'error';
  const notes = [
    ...[...(reference.notes ?? []).map(noteOf), ...(plan ? beside(plan) : [])].map(note => [note]),
    ...(plan && plan.leftOutCount > 0 ? [leftOut(plan)] : []),
  ];
  part('.input-notes').hidden = notes.length === 0;
  part('.input-notes').replaceChildren(
    ...notes.map(note => {
      const item = document.createElement('li');
      item.append(...note);
      return item;
    }),
  );
  part('.basket-meant').hidden = suggestions.length === 0;
  part('.basket-meant ul').replaceChildren(...suggestions.map(meant));
  actions(element, reference, state);
}

/** A name that may have been meant, which takes the place of the one that there is not. */
function meant(name) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  button.dataset.do = 'mean';
  button.value = name;
  button.translate = false;
  button.textContent = name;
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function noticeOf(state, reference, plan, problem) {
  if (state === 'unreadable') {
    const { message, english } = spoken(reference.refusal, reference.reason);
    return { message: text('choosing.basket.line', { line: reference.line, reason: message }), english };
  }
  return state === 'gated' ? text('choosing.gatedNoToken', { page: plan.page }) : problem;
}

const ACTIONS = {
  failed: ['retry', 'choosing.basket.retry'],
  gated: ['retry', 'choosing.basket.retry'],
  choose: ['choose', 'choosing.basket.choose'],
  unreadable: ['edit', 'choosing.basket.edit'],
};

function actions(element, reference, state) {
  const choose = element.querySelector('.basket-action');
  const name = reference.repo ?? reference.words ?? reference.text;
  const [action, words] = ACTIONS[state] ?? ['choose', 'choosing.basket.change'];
  choose.dataset.do = action;
  choose.textContent = text(words);
  choose.setAttribute('aria-label', `${choose.textContent}: ${name}`);
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
