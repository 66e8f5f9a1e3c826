// What is asked for. The server reads it: names, addresses of every kind, command lines, words to search for.
import { post } from '../shared/api.js';
import { referencesOf } from '../shared/api-model.js';

const JUST_A_NAME = /^(?!\w+:\/\/)[\w.-]+(\/[\w.-]+)?([:@]\S*)?$/;

/** What a text asks for, in its order. */
export async function parseReferences(text) {
  return referencesOf((await post('./api/v1/parse', { text })).body);
}

/** Whether something that was kept outside the page is a reference. */
export function isReference(found) {
  const isText = value => typeof value === 'string';
  const isTexts = value => Array.isArray(value) && value.every(isText);
  const { kind, repo, type, revision, variants, include, exclude, words, text, notes } = found ?? {};
  return (
    isTexts(notes ?? []) &&
    ({
      repo: isText(repo) && isText(type) && isText(revision ?? '') && [variants, include, exclude].every(isTexts),
      search: isText(words) && isText(type),
      unreadable: isText(text),
    }[kind] ??
      false)
  );
}

/** A bare name says nothing of its type, so the form does; an address or a command does. */
export function typed(reference, text, type) {
  return JUST_A_NAME.test(text.trim()) && reference.type === 'model' ? { ...reference, type } : reference;
}

export const NOTHING = { variants: [], include: [], exclude: [] };

/** The body of a request that plans or starts it. */
export function bodyOf({ repo, type, revision, variants, include, exclude }) {
  const body = { repo, type };
  if (revision) {
    body.revision = revision;
  }
  Object.entries({ variants, include, exclude })
    .filter(([, entries]) => entries.length > 0)
    .forEach(([name, entries]) => {
      body[name] = entries;
    });
  return body;
}

/** What is chosen, or what a pattern that was typed means where there is no other word for it: files, or a variant. */
export function choiceOf(choice, pattern) {
  if (!pattern) {
    return choice;
  }
  return /[*?[]/.test(pattern) ? { ...NOTHING, include: [pattern] } : { ...NOTHING, variants: [pattern] };
}

/** The body of the request that starts what was chosen, or the weights that fit a pattern with all that belongs to them. */
export function startOf(reference, choice, pattern) {
  return pattern && reference.type === 'model' && !reference.revision
    ? { ...bodyOf({ ...reference, ...NOTHING }), quantPattern: pattern }
    : bodyOf({ ...reference, ...choiceOf(choice, pattern) });
}

/** What a reference names of its repository, in few words; empty for all of it. */
export function partOf({ variants, include, exclude }) {
  return [...variants, ...include, ...exclude.map(pattern => `−${pattern}`)];
}
