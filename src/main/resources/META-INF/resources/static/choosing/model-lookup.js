// What the server has to say of a repository and of the names that a reference gives to parts of it.
import { get, repoPath } from '../shared/api.js';
import { needsOf, repoViewOf } from '../shared/api-model.js';
import { matcher } from './globs.js';
import { askPlan } from './plan-line.js';
import { bodyOf, NOTHING } from './reference.js';

/** What the server says of a name that means nothing; all else says nothing of the name. */
const NO_VARIANT = ['variant-not-found', 'variant-ambiguous', 'bad-request'];

/** The repository of a reference as the Hub has it. */
export async function lookUpRepo({ repo, type, revision }, signal) {
  const query = revision ? `?revision=${encodeURIComponent(revision)}` : '';
  return repoViewOf((await get(repoPath('repos', `${type}s`, repo) + query, { signal })).body);
}

/** What the head of one of its files tells of memory; `{}` when that is nothing. Never fails. */
export async function lookUpNeeds(repoView, signal) {
  if (repoView.type !== 'model' || repoView.variants.length === 0) {
    return {};
  }
  try {
    const query = `?revision=${encodeURIComponent(repoView.commit)}`;
    return needsOf((await get(repoPath('shapes', 'models', repoView.repo) + query, { signal })).body);
  } catch {
    return {}; // many files do not tell it
  }
}

/**
 * What a reference means of its repository: labels of variants, questions where a name could mean several, names that mean
 * nothing, another revision where a name is that of a branch, and the patterns that stay patterns.
 */
export async function meaningOf(reference, repoView) {
  const meant = {
    labels: [],
    questions: [],
    unknown: [],
    revision: null,
    include: reference.include,
    exclude: reference.exclude,
    matched: null,
  };
  for (const name of reference.variants) {
    const exact = repoView.variants.find(variant => variant.label.toLowerCase() === name.toLowerCase());
    if (exact) {
      meant.labels.push(exact.label);
    } else {
      await askMeaning(name, reference, repoView, meant);
    }
  }
  if (meant.labels.length === 0 && reference.include.length > 0) {
    const labels = labelsOf(reference, repoView);
    if (labels.length > 0) {
      Object.assign(meant, { labels, include: [], exclude: [], matched: reference.include.join(' ') });
    }
  }
  return meant;
}

/** The server knows what a name means that is no label as it stands: one variant, several, a branch, or nothing. */
async function askMeaning(name, reference, repoView, meant) {
  try {
    const plan = await askPlan({ ...bodyOf({ ...reference, ...NOTHING }), variants: [name] });
    const same = plan.revision === (reference.revision ?? repoView.revision);
    const found = repoView.variants.filter(
      variant => variant.paths.length > 0 && variant.paths.every(path => plan.paths.includes(path)),
    );
    meant.revision = same ? meant.revision : plan.revision;
    meant.labels.push(...found.map(variant => variant.label));
  } catch (failure) {
    const variants = repoView.variants.filter(variant => failure.choices?.includes(variant.label));
    if (failure.kind === 'variant-ambiguous' && variants.length > 0) {
      meant.questions.push({ name, variants });
    } else if (NO_VARIANT.includes(failure.kind)) {
      meant.unknown.push(name);
    } else {
      throw failure;
    }
  }
}

/** The variants whose weights are just what patterns take, as `--include "*Q4_K_M*"` means one; none when they take more or less. */
function labelsOf({ include, exclude }, repoView) {
  const wanted = include.map(matcher);
  const left = exclude.map(matcher);
  const taken = new Set(
    repoView.files
      .map(file => file.path)
      .filter(path => wanted.some(test => test(path)) && !left.some(test => test(path))),
  );
  const whole = repoView.variants.filter(
    variant => variant.complete && variant.paths.length > 0 && variant.paths.every(path => taken.has(path)),
  );
  const paths = new Set(whole.flatMap(variant => variant.paths));
  return paths.size === taken.size ? whole.map(variant => variant.label) : [];
}
