// Why something waits or was refused, in the page's language; what the API said of a code that is not known stays English and is marked so.
import { kindOf } from './api-model.js';
import { bytes, localTime } from './formats.js';
import { has, LANGUAGE, text } from './texts.js';

/** As text. */
export function reasonOf({ reason, code, parameters }) {
  return told(code, withoutTime(parameters)) ?? reason;
}

/** Why something failed, in a few words. */
export function failureOf(error) {
  const key = `problem.${kindOf(error)}`;
  return has(key) ? text(key) : (error?.title ?? '');
}

/** The same as what an element can hold. */
export function partOf(wait) {
  const whole = told(wait.code, withoutTime(wait.parameters));
  return whole ?? (LANGUAGE === 'en' ? wait.reason : english(wait.reason));
}

/**
 * All that the API says of a problem or a wait, in the page's language; its kind in a few words where what it needs is not named.
 * Null in English, which is what the API speaks, and for a code that there is not. ToldProblem.java does the same.
 *
 * @param {string | null} code
 * @param {Record<string, string>} [parameters]
 */
export function told(code, parameters = {}) {
  if (LANGUAGE === 'en') {
    return null;
  }
  const values = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, written(name, value)]));
  const whole = [parameters.reason ?? 'plain', 'plain', 'no-time'].map(reason => `told.${code}.${reason}`);
  const key = [...whole, `problem.${code}`, `wait.${code}`].find(each => has(each, values));
  return key ? text(key, values) : null;
}

/**
 * What the API says by a code, to be written in the page's language; its own sentence where the code is not known.
 *
 * @param {{ code: string, parameters: Record<string, string>, detail?: string } | null | undefined} coded
 * @param {string} [sentence] for what was kept without a code
 * @returns {{ message: string, english: boolean }} `english` on a page that is not
 */
export function spoken(coded, sentence = coded?.detail ?? '') {
  const whole = coded ? told(coded.code, coded.parameters) : null;
  return { message: whole ?? sentence, english: whole === null && LANGUAGE !== 'en' };
}

/** The same as what an element can hold. */
export function spokenPart(coded, sentence) {
  const said = spoken(coded, sentence);
  return said.english ? english(said.message) : said.message;
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
