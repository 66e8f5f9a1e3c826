// The hooks: whom the server tells what happens. The server draws them; here one is tried, and the list fetched anew.
import { fragment, post } from './api.js';
import { localTimes } from './formats.js';
import { busy } from './notices.js';
import { say } from './settings-part.js';

export function enable(part) {
  part.addEventListener('click', event => {
    const button = event.target.closest('[data-hook]');
    if (button) {
      busy(button, () => tryOut(part, button.dataset.hook));
    }
  });
  return () => refresh(part).catch(console.warn);
}

async function tryOut(part, name) {
  say(part, '');
  try {
    await post(`./api/v1/hooks/${encodeURIComponent(name)}/test`);
  } catch (failure) {
    say(part, failure, 'error');
  }
  try {
    await refresh(part);
  } catch (failure) {
    say(part, failure, 'error');
    return;
  }
  part.querySelector(`[data-hook="${CSS.escape(name)}"]`)?.focus();
}

/** Where there are none, there is nothing to show. */
async function refresh(part) {
  const fresh = (await fragment('./fragments/hooks')).querySelector('ul');
  localTimes(fresh);
  part.querySelector('.hooks').replaceWith(fresh);
  part.hidden = fresh.children.length === 0;
}
