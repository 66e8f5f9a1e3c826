// The dialog of the settings. Each part of it has a module of its own, which exports `enable`: called with the part's element,
// once, it makes it work; what it returns is called each time that the dialog opens.
import { onDemand, styled } from './on-demand.js';
import { SETTINGS } from './settings.js';
import { enable as look } from './settings-look.js';

const asking = () => import('./settings-parts.js');
const PARTS = {
  token: async () => (await asking()).token,
  limit: async () => (await asking()).limit,
  machines: async () => (await asking()).machines,
  notifications: async () => (await asking()).notifications,
  hooks: async () => (await asking()).hooks,
  look: async () => look,
};
const FIELDS = 'input:not([type=hidden], [type=radio]), select, button';

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('settings'));
const names = Object.keys(PARTS).filter(name => elementOf(name) !== null); // those of this page
const style = styled(new URL('settings.css', import.meta.url));
const parts = new Map(); // of each name a promise of what `enable` returned

names.forEach(load);

dialog.addEventListener('close', () => {
  if (SETTINGS.test(location.hash)) {
    history.replaceState(history.state, '', location.pathname + location.search); // or a reload would open it again
  }
});

/** Opens it, or goes to another part of it. */
export async function showSettings(section) {
  const part = elementOf(section);
  await onDemand(() => Promise.all(names.map(name => PARTS[name]())));
  await Promise.allSettled([style, ...names.map(load)]); // nothing is shown that does not work yet
  if (!dialog.open) {
    dialog.showModal();
  }
  const filled = Promise.allSettled(names.map(refresh));
  if (part) {
    goTo(part);
    filled.then(() => stayAt(part));
  }
}

async function refresh(name) {
  const opened = await load(name);
  await opened?.();
}

function load(name) {
  if (!parts.has(name)) {
    const part = PARTS[name]().then(enable => enable(elementOf(name)));
    parts.set(name, part);
    part.catch(() => parts.delete(name)); // it is tried again the next time
  }
  return parts.get(name);
}

/** What came above it has pushed it away, and its own field may have gone. */
function stayAt(part) {
  const { activeElement } = document;
  if (part.contains(activeElement)) {
    part.scrollIntoView({ block: 'start' });
  } else if (activeElement === document.body || activeElement === dialog) {
    goTo(part);
  }
}

function goTo(part) {
  const fields = [.../** @type {NodeListOf<HTMLInputElement>} */ (part.querySelectorAll(FIELDS))];
  const first = fields.find(field => !field.disabled && field.checkVisibility());
  (first ?? part.querySelector('h3')).focus({ preventScroll: true });
  part.scrollIntoView({ block: 'start' });
}

/** @returns {HTMLElement | null} */
function elementOf(name) {
  return dialog.querySelector(`#settings-${CSS.escape(name)}`);
}
