// What is chosen stands in the page's address, so that it can be sent to others, and Back and Reload do what one expects.

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
    notes: [],
  };
}

/** Goes on to a reference, or to the empty box with null, as a step that Back leads back from. */
export function pushUrl(reference) {
  const address = addressOf(reference);
  if (address !== location.pathname + location.search) {
    history.pushState(null, '', address);
  }
}

/** Says the same place in other words: another choice of the same repository. */
export function replaceUrl(reference) {
  history.replaceState(null, '', addressOf(reference));
}

function addressOf(reference) {
  const query = new URLSearchParams();
  if (reference) {
    query.set('repo', reference.repo);
    if (reference.type !== 'model') {
      query.set('type', reference.type);
    }
    if (reference.revision) {
      query.set('revision', reference.revision);
    }
    const whole = new URLSearchParams(query);
    reference.variants.forEach(label => whole.append('variant', label));
    reference.include.forEach(pattern => whole.append('include', pattern));
    reference.exclude.forEach(pattern => whole.append('exclude', pattern));
    const parts = reference.variants.length + reference.include.length + reference.exclude.length;
    return `${location.pathname}?${parts <= MAX_PARTS && String(whole).length <= MAX_QUERY_CHARS ? whole : query}`;
  }
  return location.pathname;
}
