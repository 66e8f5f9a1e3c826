// What all pages have around their content: the choice of the language.
const COOKIE = 'language';
const A_YEAR = 365 * 24 * 60 * 60;
const SHOWN = document.documentElement.lang;

const choice = document.getElementById('language');
choice.hidden = false;
for (const button of choice.querySelectorAll('button')) {
  button.setAttribute('aria-pressed', String(button.value === SHOWN));
}
choice.addEventListener('click', ({ target }) => {
  const button = /** @type {Element} */ (target).closest('button');
  if (button && button.value !== SHOWN) {
    keep(button.value);
    location.reload();
  }
});
// A page that the back button brings from memory may be older than the choice.
window.addEventListener('pageshow', event => event.persisted && (kept() ?? SHOWN) !== SHOWN && location.reload());

/** For all pages below the same prefix, whatever it is: the folder of the icon stands in it. */
function keep(language) {
  const icon = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="icon"]'));
  const root = new URL('..', icon.href).pathname;
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has a Cookie Store, and none over plain HTTP
  document.cookie = `${COOKIE}=${language}; Path=${root}; Max-Age=${A_YEAR}; SameSite=Lax`;
}

function kept() {
  return document.cookie.match(/(?:^|;\s*)language=(\w+)/)?.[1];
}
