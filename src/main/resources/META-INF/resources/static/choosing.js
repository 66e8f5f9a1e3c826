// The upper half of the Download page: the form that starts downloads.
import { post } from './api.js';
import { Offer } from './offer.js';
import { Search } from './search.js';
import { keepSpaceShown } from './space.js';
import { busy, news, write } from './talk.js';
import { requestOf, wishOf } from './wish.js';

const form = document.getElementById('new');
const problem = document.getElementById('problem');
const lookUpButton = document.getElementById('look-up');
const offer = new Offer(form, keepSpaceShown());
const search = new Search(form.elements.repo, document.getElementById('found'), form.elements.type, repo => {
  form.elements.repo.value = repo;
  lookUp(true);
});
let tellStarted = () => {};

/** Makes it live; `started` is called after something was asked for. */
export function choosing({ started }) {
  tellStarted = started;
  lookUpButton.addEventListener('click', () => lookUp(true));
  form.elements.repo.addEventListener('input', () => {
    offer.clear();
    write(problem, '');
  });
  form.elements.repo.addEventListener('change', () => lookUp(false));
  form.elements.type.addEventListener('change', () => lookUp(false));
  form.elements.revision.addEventListener('change', () => lookUp(false));
  form.elements.repo.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      lookUp(true);
    }
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(document.getElementById('start'), start);
  });
}

/** Returns the offer, or null when there is none and the page says why. */
async function lookUp(moveFocus) {
  search.close();
  const wish = wishOf(form);
  if (!wish.repo) {
    if (moveFocus) {
      refuse('Name a repository first, as owner/name.', form.elements.repo);
    }
    return null;
  }
  lookUpButton.setAttribute('aria-busy', 'true');
  try {
    const found = await offer.lookUp(wish);
    if (found) {
      write(problem, '');
    }
    if (found && moveFocus) {
      offer.focus();
    }
    return found;
  } catch (failure) {
    refuse(failure.message, moveFocus ? form.elements.repo : null);
    return null;
  } finally {
    lookUpButton.removeAttribute('aria-busy');
  }
}

async function start() {
  write(problem, '');
  const wish = wishOf(form);
  if (!wish.repo) {
    refuse('Name a repository first, as owner/name.', form.elements.repo);
    return;
  }
  if (!wish.pattern && !(await readyToStart())) {
    return;
  }
  const { path, body } = requestOf(wish, offer.chosen().map(variant => variant.label));
  try {
    const answer = await post(path, body);
    const underWay = answer.status === 200 && path === './api/v1/downloads';
    news(underWay ? `${wish.repo} is under way already.` : `${wish.repo} was added.`);
    offer.unchoose();
    form.elements.pattern.value = '';
    tellStarted();
  } catch (failure) {
    refuse(failure.message);
  }
}

/** Nobody gets all of a repository unasked: where there is a choice, it is made first. */
async function readyToStart() {
  const found = await lookUp(false);
  if (!found) {
    return false;
  }
  if (found.variants.length > 0 && offer.chosen().length === 0) {
    refuse(`Choose which of the ${found.variants.length} variants you want.`);
    offer.focus();
    return false;
  }
  return true;
}

function refuse(text, field) {
  write(problem, text);
  field?.focus();
}
