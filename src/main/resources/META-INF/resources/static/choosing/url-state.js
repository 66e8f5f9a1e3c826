// What is chosen or looked for stands in the page's address, so that it can be sent to others, and Back and Reload do what
// one expects.
import { parametersOf, queryOf } from './search-query.js';

const TYPES = ['model', 'dataset', 'space'];
const MAX_PARTS = 50;
const MAX_QUERY_CHARS = 2000;

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
  history.replaceState(null, '', addressOf(reference));
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
  const isHere = address === location.pathname + location.search;
  if (history.state?.typing) {
    history.replaceState(typing ? { typing } : null, '', address);
  } else if (!isHere) {
    history.pushState(typing ? { typing } : null, '', address);
    history.scrollRestoration = 'auto'; // of the new step
  }
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
