// What is looked for on the Hub: words, and what is found must be. Nothing of the page.
import { placeOf } from './memory-fit.js';

export const PAGE = 20;
const MAX_LIMIT = 100; // as in RepoSearch.java
const MAX_WORDS = 200;
/** So many times as many are asked for where some are left out. */
const WIDER = 3;

/** Orders by their names in the address of the page, and what the server calls them. */
const SORTS = {
  trending: 'trendingScore',
  downloads: 'downloads',
  likes: 'likes',
  updated: 'lastModified',
  created: 'createdAt',
};

/** A filter of any other kind stands in the address as the Hub writes it. */
const KNOWN = {
  type: ['model', 'dataset', 'space'],
  format: ['gguf', 'safetensors', 'mlx'],
  sort: Object.keys(SORTS),
  size: ['4B', '8B', '14B', '32B', '70B'],
  fits: ['yes', 'no'],
};
const WORD = /^\w[\w.+-]{0,95}$/; // as in SearchFilter.java
const OF_MODELS = ['format', 'size', 'task'];
const FILTERS = ['format', 'size', 'task', 'license'];

/** What is popular: no words, nothing that it must be. */
export const ALL = { words: '', type: 'model', format: '', sort: '', size: '', task: '', license: '', fits: '' };

/** @returns what the parameters of an address ask for; what nobody could have chosen is left out */
export function queryOf(parameters) {
  const given = name => parameters.get(name)?.trim() ?? '';
  const known = name => (KNOWN[name].includes(given(name)) ? given(name) : ALL[name]);
  const word = name => (WORD.test(given(name)) ? given(name) : '');
  return {
    words: given('q').slice(0, MAX_WORDS),
    ...Object.fromEntries(Object.keys(KNOWN).map(name => [name, known(name)])),
    task: word('task'),
    license: word('license'),
  };
}

/** The parameters of the address that asks for it; none for what is popular. */
export function parametersOf(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== ALL[name]) {
      parameters.set(name === 'words' ? 'q' : name, value);
    }
  }
  return parameters;
}

export function isSame(one, other) {
  return one !== null && other !== null && String(parametersOf(one)) === String(parametersOf(other));
}

/** By what it is sorted: what was chosen, else what is talked about, and of what somebody looks for what is used most. */
export function sortOf({ sort, words }) {
  return sort || (words ? 'downloads' : 'trending');
}

/** Whether models are left out that are too big for the machine: where nobody looks for one of them, unless it was chosen otherwise. */
export function hidesTooBig({ type, fits, words }, machine) {
  return machine !== null && type === 'model' && (fits === '' ? words === '' : fits === 'yes');
}

/** How many things are asked for that what is found must be, of those in the form of filters or of all. */
export function filterCount(query, names = FILTERS) {
  return names.filter(name => query[name] !== '').length;
}

/** The same words, and nothing that what is found must be. */
export function unfiltered(query) {
  return { ...query, format: '', size: '', task: '', license: '', fits: query.words ? '' : 'no' };
}

/** How many the server is to be asked for, so that so many are there to be shown. */
export function limitFor(query, wanted, machine) {
  return Math.min(MAX_LIMIT, hidesTooBig(query, machine) ? WIDER * wanted : wanted);
}

/** The parameters of the server's search. */
export function searchOf(query, limit) {
  const search = new URLSearchParams({
    q: query.words,
    type: query.type,
    sort: SORTS[sortOf(query)],
    limit: String(limit),
  });
  const wanted =
    query.type === 'model' ? query : { ...query, ...Object.fromEntries(OF_MODELS.map(name => [name, ''])) };
  for (const name of ['format', 'task', 'license']) {
    if (wanted[name]) {
      search.set(name, wanted[name]);
    }
  }
  if (wanted.size) {
    search.set('maxParameters', wanted.size);
  }
  return search;
}

/** Where in the machine's memory about so much goes; null where one of both is not known. */
export function fitOf({ estimatedBytes }, machine) {
  return estimatedBytes == null || machine === null ? null : placeOf(estimatedBytes, machine).where;
}

/**
 * Of what was found those that are to be shown, and whether there may be more.
 *
 * @param found in the server's order
 * @param limit how many it was asked for
 */
export function shownOf(query, found, { limit, wanted, machine }) {
  const kept = hidesTooBig(query, machine) ? found.filter(repo => fitOf(repo, machine) !== 'no') : found;
  return {
    repos: kept.slice(0, wanted),
    hasMore: kept.length > wanted || (found.length >= limit && limit < MAX_LIMIT),
  };
}
