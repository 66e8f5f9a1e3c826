// What all pages have around their content. It stands in the way of the first view, so what it opens is fetched when asked for.
import { keptLanguage, keptTheme, showTheme } from './preferences.js';
import { fetchSettings, openSettings, SETTINGS } from './settings.js';
import { enableShortcuts } from './shortcuts.js';

const SHOWN = document.documentElement.lang;
let pressed = null;

document.addEventListener('click', event => {
  const target = /** @type {HTMLElement} */ (event.target);
  const opener = /** @type {HTMLElement} */ (target.closest('[data-settings]'));
  if (opener) {
    event.preventDefault();
    /** @type {HTMLDialogElement} */ (opener.closest('dialog:not(#settings)'))?.close();
    openSettings(opener.dataset.settings).catch(console.warn); // the page has told what is missing
  } else if (target.closest('[data-close]') || (pressed === target && target.matches('dialog:has([data-close])'))) {
    target.closest('dialog').close(); // on its cross, or beside it
  }
});
// A text that is selected from inside to outside is no click beside the dialog.
document.addEventListener('pointerdown', event => {
  pressed = event.target;
});

// Whoever comes near will open them: what they are made of is there by then.
for (const near of ['pointerenter', 'focus']) {
  document
    .getElementById('open-settings')
    .addEventListener(near, () => fetchSettings().catch(console.warn), { once: true });
}
openSettingsOfAddress();
addEventListener('hashchange', openSettingsOfAddress);

function openSettingsOfAddress() {
  const found = SETTINGS.exec(location.hash);
  if (found) {
    openSettings(found[1]).catch(console.warn);
  }
}

// A page that the back button brings from memory may be older than the choice.
addEventListener('pageshow', event => {
  if (event.persisted) {
    showTheme(keptTheme());
    if ((keptLanguage() ?? SHOWN) !== SHOWN) {
      location.reload();
    }
  }
});

enableShortcuts();
