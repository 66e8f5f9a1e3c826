// The token for the Hub: written, tested by the server and kept there; nobody is shown one.
import { get, put, remove } from './api.js';
import { tokenOf } from './api-model.js';
import { busy, write } from './notices.js';
import { complain, forgive, say } from './settings-part.js';
import { text } from './texts.js';
import { english } from './wait-reasons.js';

const PATH = './api/v1/system/token';

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
  field.addEventListener('input', () => {
    forgive(part, field);
    anyway.hidden = true;
  });
  part.closest('dialog').addEventListener('close', () => {
    field.value = ''; // or the next one to sit here would find it
    forgive(part, field);
    anyway.hidden = true;
  });

  async function save(untested) {
    anyway.hidden = true;
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
    } catch (failure) {
      complain(part, failure, field);
      anyway.hidden = !isUntested(failure);
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

/** The Hub did not say what the token is worth: it may be kept all the same. */
function isUntested({ status }) {
  return status >= 500;
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
  if (!token.canChange && token.reason && !token.sourceName) {
    why.replaceChildren(english(token.reason));
  }
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
