// What is chosen or looked for stands in the page's address, so that it can be sent to others, and Back and Reload do what
// one expects.
import { parametersOf, queryOf } from './search-query.js';

const TYPES = ['model', 'dataset', 'space'];
const MAX_PARTS = 50;
const MAX_QUERY_CHARS = 2000;

let shown = addressNow();
let shownGiven = givenHere();

/** Whether the address is another one than the page was told of last. A link to a part of the page changes only what is behind the `#`. */
export function hasMoved() {
  const [before, beforeGiven] = [shown, shownGiven];
  shown = addressNow();
  shownGiven = location.hash && shown === before ? beforeGiven : givenHere();
  return shown !== before || shownGiven !== beforeGiven;
}

/** The reference in the address, or null. */
export function referenceInUrl() {
  const query = new URLSearchParams(location.search);
  const repo = (query.get('repo') ?? '').trim();
  if (repo === '') {
    return null;
  }
  const all = name =>
    query
      .getAll(name)
      .filter(part => part.trim() !== '')
      .slice(0, MAX_PARTS);
  return {
    repo,
    type: TYPES.includes(query.get('type')) ? query.get('type') : 'model',
    revision: query.get('revision')?.trim() || null,
    variants: all('variant'),
    include: all('include'),
    exclude: all('exclude'),
    tab: query.get('tab') ?? '',
    notes: [],
  };
}

/** What is looked for according to the address. */
export function queryInUrl() {
  return queryOf(new URLSearchParams(location.search));
}

/** Goes on to a reference, as a step that Back leads back from. */
export function pushUrl(reference) {
  step(addressOf(reference), false);
}

/** Says the same place in other words: another choice of the same repository. */
export function replaceUrl(reference) {
  replace(null, addressOf(reference));
}

/**
 * Goes on to a search. What was found while one typed, on the way to what one wanted, is no step of its own.
 *
 * @param query as in search-query.js
 * @param {{ typing: boolean }} how
 */
export function pushQuery(query, { typing }) {
  const parameters = String(parametersOf(query));
  step(location.pathname + (parameters && `?${parameters}`), typing);
}

/**
 * Goes on to a text that means nothing, or nothing yet. It stands beside the address, not in it: nobody knows what was pasted
 * there, and addresses are written into logs.
 */
export function pushGiven(given) {
  if (given !== givenHere()) {
    (history.state?.typing ? replace : push)({ given }, location.pathname);
  }
}

/** The text that `pushGiven` went on to; empty for none. */
export function givenHere() {
  return history.state?.given ?? '';
}

/**
 * Keeps as a step what was found while one typed: it is where somebody goes on from. The browser would scroll to where the page
 * stood when the model took its place; the list knows better.
 */
export function keepStep() {
  if (history.state?.typing) {
    history.replaceState(null, '');
  }
  history.scrollRestoration = 'manual';
}

function step(address, typing) {
  const isHere = address === addressNow();
  if (history.state?.typing || (isHere && givenHere())) {
    replace(typing ? { typing } : null, address);
  } else if (!isHere) {
    push(typing ? { typing } : null, address);
    history.scrollRestoration = 'auto'; // of the new step
  }
}

function replace(state, address) {
  history.replaceState(state, '', address);
  shown = addressNow();
  shownGiven = givenHere();
}

function push(state, address) {
  history.pushState(state, '', address);
  shown = addressNow();
  shownGiven = givenHere();
}

function addressNow() {
  return location.pathname + location.search;
}

function addressOf(reference) {
  const query = new URLSearchParams({ repo: reference.repo });
  if (reference.type !== 'model') {
    query.set('type', reference.type);
  }
  if (reference.revision) {
    query.set('revision', reference.revision);
  }
  if (reference.tab) {
    query.set('tab', reference.tab);
  }
  const whole = new URLSearchParams(query);
  reference.variants.forEach(label => whole.append('variant', label));
  reference.include.forEach(pattern => whole.append('include', pattern));
  reference.exclude.forEach(pattern => whole.append('exclude', pattern));
  const parts = reference.variants.length + reference.include.length + reference.exclude.length;
  return `${location.pathname}?${parts <= MAX_PARTS && String(whole).length <= MAX_QUERY_CHARS ? whole : query}`;
}
