// The token for the Hub: written, tested by the server and kept there; nobody is shown one.
import { get, put, remove } from './api.js';
import { tokenOf } from './api-model.js';
import { busy, write } from './notices.js';
import { failureOf } from './problem-text.js';
import { complain, forgive, say } from './settings-part.js';
import { text } from './texts.js';

const PATH = './api/v1/system/token';

/** Why nobody could say whose a token is: it may be kept all the same. TokenApi.java has them, too. */
const UNTESTED = new Set([
  'hub-refused',
  'hub-throttled',
  'hub-unavailable',
  'proxy-refused',
  'not-a-hub',
  'bad-answer',
]);

export function enable(part) {
  const form = part.querySelector('form');
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('token'));
  const removal = form.querySelector('[data-do=remove]');
  const anyway = part.querySelector('[data-do=untested]');

  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form.querySelector('[type=submit]'), () => save(false));
  });
  anyway.addEventListener('click', () => busy(anyway, () => save(true)));
  removal.addEventListener('click', () => busy(removal, take));
  field.addEventListener('input', withdraw);
  part.closest('dialog').addEventListener('close', () => {
    field.value = ''; // or the next one to sit here would find it
    withdraw();
  });

  async function save(untested) {
    withdraw();
    if (field.value.trim() === '') {
      complain(part, text('token.none'), field);
      return;
    }
    try {
      const token = tokenOf((await put(PATH, { token: field.value, untested })).body);
      field.value = '';
      show(part, token);
      say(
        part,
        token.user ? text('token.saved', { user: token.user }) : text('token.untested'),
        token.user ? 'good' : 'warning',
      );
      part.querySelector('h3').focus(); // nothing is left to be done, and one of the buttons has gone
    } catch (failure) {
      refused(failure);
    }
  }

  /** The API's sentences are for those who call it: they name its fields. */
  function refused(failure) {
    const { kind } = failure;
    if (kind === 'token-unknown') {
      complain(part, text('token.unknown'), field);
    } else if (kind === 'bad-request') {
      complain(part, failure, field);
    } else {
      const isUntested = UNTESTED.has(kind);
      say(part, isUntested ? text('token.notTested', { reason: failureOf({ type: kind }) }) : failure, 'error');
      anyway.hidden = !isUntested;
      field.focus();
    }
  }

  /** What was said of a token is not true of another. */
  function withdraw() {
    forgive(part, field);
    if (!anyway.hidden) {
      anyway.hidden = true;
      say(part, '');
    }
  }

  async function take() {
    try {
      const token = tokenOf((await remove(PATH)).body);
      show(part, token);
      say(part, text('token.removed'));
      field.focus(); // the button has gone
    } catch (failure) {
      say(part, failure, 'error');
    }
  }

  return async () => {
    say(part, '');
    try {
      show(part, tokenOf((await get(PATH)).body));
    } catch (failure) {
      write(part.querySelector('.token-state'), failure);
    }
  };
}

function show(part, token) {
  const state = part.querySelector('.token-state');
  write(state, sentence(token));
  state.dataset.kind = token.present ? 'good' : 'warning';
  part.querySelector('form').hidden = !token.canChange;
  part.querySelector('[data-do=remove]').hidden = token.source !== 'page';
  const why = part.querySelector('.token-fixed');
  why.hidden = token.canChange;
  why.replaceChildren(token.canChange ? '' : text('token.fixed', { name: token.sourceName ?? '' }));
}

function sentence({ present, source, sourceName, user }) {
  if (!present) {
    return text('token.absent');
  }
  if (source === 'page') {
    return user ? text('token.ofUser', { user }) : text('token.ofNobody');
  }
  return text(`token.from.${source}`, { name: sourceName ?? '' });
}
