// Why something waits or was refused, in the page's language where its code is known; what the API said stays English and is marked so.
import { kindOf } from './api-model.js';
import { bytes, localTime } from './formats.js';
import { has, LANGUAGE, text } from './texts.js';

/** In a few words, for those who only hear it. */
export function reasonOf({ reason, code, parameters }) {
  return LANGUAGE === 'en' ? reason : (told(code, withoutTime(parameters)) ?? wordsOf(code));
}

/** Where it is no problem by itself, it waits for files: those of the run before, or others. */
function wordsOf(code) {
  return has(`problem.${code}`) ? text(`problem.${code}`) : text(code === 'closing' ? 'wait.closing' : 'wait.files');
}

/** Why something failed, in a few words. */
export function failureOf(error) {
  const key = `problem.${kindOf(error)}`;
  return has(key) ? text(key) : (error?.title ?? '');
}

/** In full, as parts of a line. */
export function partsOf(wait) {
  if (LANGUAGE === 'en') {
    return [wait.reason];
  }
  const whole = told(wait.code, withoutTime(wait.parameters));
  return whole === null ? [wordsOf(wait.code), english(wait.reason)] : [whole];
}

/**
 * All that the API says of a problem or a wait, in the page's language; null where there is no such text, or it needs what is not
 * named, and in English, which is what the API speaks. ToldProblem.java does the same.
 *
 * @param {string | null} code
 * @param {Record<string, string>} [parameters]
 */
export function told(code, parameters = {}) {
  if (LANGUAGE === 'en') {
    return null;
  }
  const values = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, written(name, value)]));
  const reason = [parameters.reason ?? 'plain', 'plain', 'no-time'].find(word => has(`told.${code}.${word}`, values));
  return reason ? text(`told.${code}.${reason}`, values) : null;
}

/** Until when it waits is told beside it. */
function withoutTime(parameters = {}) {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== 'until'));
}

function written(name, value) {
  if (name.endsWith('Bytes')) {
    return bytes(Number(value));
  }
  return name === 'until' ? localTime(value) : value;
}

/** What the API said. */
export function english(sentence) {
  const part = document.createElement('span');
  part.lang = 'en';
  part.textContent = sentence;
  return part;
}
