// The language that this browser's reader chose, for all pages below the same prefix.
const COOKIE = 'language';
const A_YEAR = 365 * 24 * 60 * 60;
const ROOT = new URL('../../', import.meta.url).pathname;

/** The code of the language, or undefined when none was chosen. */
export function keptLanguage() {
  return document.cookie.match(/(?:^|;\s*)language=(\w+)/)?.[1];
}

export function keepLanguage(language) {
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has a Cookie Store, and none over plain HTTP
  document.cookie = `${COOKIE}=${language}; Path=${ROOT}; Max-Age=${A_YEAR}; SameSite=Lax`;
}
