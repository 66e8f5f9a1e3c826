// What this browser's reader chose of how pages are, for all pages below the same prefix. In cookies, so that the server knows
// before it writes a page, and nothing flashes: Preferences.java reads them.
const A_YEAR = 365 * 24 * 60 * 60;
const ROOT = new URL('../../', import.meta.url).pathname;

/** The code of the language, or undefined when none was chosen. */
export function keptLanguage() {
  return kept(/(?:^|;\s*)language=(\w+)/);
}

export function keepLanguage(language) {
  keep('language', language, A_YEAR);
}

/** `light`, `dark`, or undefined when none was chosen. */
export function keptTheme() {
  return kept(/(?:^|;\s*)theme=(light|dark)(?:;|$)/);
}

/** @param {string} theme `light`, `dark`, or `auto` for what the system has */
export function keepTheme(theme) {
  keep('theme', theme, theme === 'auto' ? 0 : A_YEAR);
}

/** Shows the page so. */
export function showTheme(theme = 'auto') {
  const root = document.documentElement;
  if (theme === 'auto') {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
}

function kept(pattern) {
  return document.cookie.match(pattern)?.[1];
}

function keep(name, value, seconds) {
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has a Cookie Store, and none over plain HTTP
  document.cookie = `${name}=${value}; Path=${ROOT}; Max-Age=${seconds}; SameSite=Lax`;
}
