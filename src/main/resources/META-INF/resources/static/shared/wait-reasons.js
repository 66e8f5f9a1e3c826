// Why something waits, in the page's language where its code is known; what the API said stays English and is marked so.
import { LANGUAGE, text } from './texts.js';

const KNOWN = new Set(['hub-throttled', 'hub-unavailable', 'disk-full', 'closing']); // as in Texts.java

/** In a few words, for those who only hear it. */
export function reasonOf({ reason, code }) {
  return LANGUAGE === 'en' ? reason : text(`wait.${KNOWN.has(code) ? code : 'files'}`);
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
