// What is chosen stands in the page's address, so that it can be sent to others, and Back and Reload do what one expects.

const TYPES = ['model', 'dataset', 'space'];
const MOST_PARTS = 50;
const LONGEST = 2000;

/** The wish in the address, or null. */
export function wishInAddress() {
  const query = new URLSearchParams(location.search);
  const repo = (query.get('repo') ?? '').trim();
  if (repo === '') {
    return null;
  }
  const all = name =>
    query
      .getAll(name)
      .filter(part => part.trim() !== '')
      .slice(0, MOST_PARTS);
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

/** Goes on to a wish, or to the empty box with null, as a step that Back leads back from. */
export function goTo(wish) {
  const address = addressOf(wish);
  if (address !== location.pathname + location.search) {
    history.pushState(null, '', address);
  }
}

/** Says the same place in other words: another choice of the same repository. */
export function stayAt(wish) {
  history.replaceState(null, '', addressOf(wish));
}

function addressOf(wish) {
  const query = new URLSearchParams();
  if (wish) {
    query.set('repo', wish.repo);
    if (wish.type !== 'model') {
      query.set('type', wish.type);
    }
    if (wish.revision) {
      query.set('revision', wish.revision);
    }
    const whole = new URLSearchParams(query);
    wish.variants.forEach(label => whole.append('variant', label));
    wish.include.forEach(pattern => whole.append('include', pattern));
    wish.exclude.forEach(pattern => whole.append('exclude', pattern));
    const parts = wish.variants.length + wish.include.length + wish.exclude.length;
    return `${location.pathname}?${parts <= MOST_PARTS && String(whole).length <= LONGEST ? whole : query}`;
  }
  return location.pathname;
}
