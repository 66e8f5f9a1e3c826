// What is asked for. The server reads it: names, addresses of every kind, command lines, words to search for.
import { post } from '../shared/api.js';
import { referencesOf } from '../shared/api-model.js';
import { spokenPart } from '../shared/problem-text.js';

const MIN_CHARS = 2;
const JUST_A_NAME = /^(?!\w+:\/\/)[\w.-]+(\/[\w.-]+)?([:@]\S*)?$/;

/** What a text asks for, in its order. */
export async function parseReferences(text) {
  return referencesOf((await post('./api/v1/parse', { text })).body);
}

/** The words to look for while somebody types: those, or the part of a name that is there; empty for none. */
export function searchedFor(references) {
  if (references.length !== 1) {
    return '';
  }
  const [{ kind, words, text, repo }] = references;
  const searched = kind === 'search' ? words : kind === 'repo' && text === repo ? repo : '';
  return searched.length < MIN_CHARS ? '' : searched;
}

/** What was left out of a reference or taken for granted, as what an element can hold; older pages kept a sentence. */
export function noteOf(note) {
  return typeof note === 'string' ? note : spokenPart(note);
}

/** Whether something that was kept outside the page is a reference. */
export function isReference(found) {
  const isText = value => typeof value === 'string';
  const isTexts = value => Array.isArray(value) && value.every(isText);
  const isNotes = value =>
    Array.isArray(value) && value.every(note => isText(note) || (isText(note?.code) && isText(note?.detail)));
  const { kind, repo, type, revision, variants, include, exclude, words, text, notes } = found ?? {};
  return (
    isNotes(notes ?? []) &&
    ({
      repo: isText(repo) && isText(type) && isText(revision ?? '') && [variants, include, exclude].every(isTexts),
      search: isText(words) && isText(type),
      unreadable: isText(text),
    }[kind] ??
      false)
  );
}

/** A bare name says nothing of its type, so the form does; an address, a command or the name of a variant does. */
export function typed(reference, text, type) {
  const isBare = JUST_A_NAME.test(text.trim()) && reference.variants.length === 0;
  return isBare && reference.type === 'model' ? { ...reference, type } : reference;
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

/** What a reference names of its repository, in few words; empty for all of it. */
export function partOf({ variants, include, exclude }) {
  return [...variants, ...include, ...exclude.map(pattern => `−${pattern}`)];
}
