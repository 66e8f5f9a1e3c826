// Why something waits, in the page's language where its code is known; what the API said stays English and is marked so.
import { has, LANGUAGE, text } from './texts.js';

/** In a few words, for those who only hear it. */
export function reasonOf({ reason, code }) {
  return LANGUAGE === 'en' ? reason : wordsOf(code);
}

/** Where it is no problem by itself, it waits for files: those of the run before, or others. */
function wordsOf(code) {
  return has(`problem.${code}`) ? text(`problem.${code}`) : text(code === 'closing' ? 'wait.closing' : 'wait.files');
}

/** In full, as parts of a line. */
export function partsOf(wait) {
  return LANGUAGE === 'en' ? [wait.reason] : [reasonOf(wait), english(wait.reason)];
}

/** What the API said. */
export function english(sentence) {
  const part = document.createElement('span');
  part.lang = 'en';
  part.textContent = sentence;
  return part;
}
