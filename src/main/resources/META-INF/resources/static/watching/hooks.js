// The list of hooks: whom the server tells what happens. The server draws it; here a hook is tried, and the list fetched anew.
import { fragment, post } from '../shared/api.js';
import { localTimes } from '../shared/formats.js';
import { busy, showToast } from '../shared/notices.js';

/** Makes the buttons work; there is no list where there are no hooks. */
export function enableHooks() {
  const place = document.getElementById('hooks');
  place?.addEventListener('click', event => {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-hook]');
    if (button) {
      busy(button, () => tryOut(place, /** @type {HTMLElement} */ (button).dataset.hook));
    }
  });
  place?.addEventListener('toggle', () => place.hasAttribute('open') && refresh(place).catch(console.warn));
}

async function tryOut(place, name) {
  try {
    await post(`./api/v1/hooks/${encodeURIComponent(name)}/test`);
  } catch (failure) {
    showToast(failure, 'error');
  }
  await refresh(place);
  place.querySelector(`[data-hook="${CSS.escape(name)}"]`)?.focus();
}

async function refresh(place) {
  const fresh = (await fragment('./fragments/hooks')).querySelector('ul');
  place.querySelector('ul').replaceWith(fresh);
  localTimes(fresh);
}
