// How the pages look and listen in this browser. Without texts of its own, as the login page has none.
import { keepLanguage, keepTheme, showTheme } from './preferences.js';
import { keepShortcuts, wantsShortcuts } from './shortcuts.js';

const ROOT = document.documentElement;

export function enable(part) {
  const languages = part.querySelector('#language');
  for (const button of languages.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === ROOT.lang));
  }
  languages.addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (button && button.value !== ROOT.lang) {
      keepLanguage(button.value);
      location.reload();
    }
  });

  const themes = part.querySelector('#theme');
  for (const choice of themes.querySelectorAll('input')) {
    choice.checked = choice.value === (ROOT.dataset.theme ?? 'auto');
  }
  themes.addEventListener('change', ({ target }) => show(target.value));

  const shortcuts = part.querySelector('#use-shortcuts');
  if (shortcuts) {
    shortcuts.checked = wantsShortcuts();
    shortcuts.disabled = false; // no click before was lost
    shortcuts.addEventListener('change', () => keepShortcuts(shortcuts.checked));
  }
}

function show(theme) {
  showTheme(theme);
  keepTheme(theme);
}
