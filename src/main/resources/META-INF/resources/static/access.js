// The Access page works without scripts. With them the bar at the top tells what goes on, a new token can be copied by a button,
// and it is asked before one is revoked.
import './shared/core.js';
import { copy } from './shared/copy.js';
import { LiveDownloads } from './shared/live-downloads.js';
import { confirmed } from './shared/notices.js';
import { ServerStatus } from './shared/server-status.js';
import { text } from './shared/texts.js';

new ServerStatus();
new LiveDownloads();

const button = document.getElementById('copy-token');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => copy(document.querySelector('.secret').textContent, text('access.copied')));
}

const sure = new WeakSet();
document.querySelector('.tokens')?.addEventListener('submit', async event => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (sure.has(form)) {
    return;
  }
  event.preventDefault();
  const title = text('access.revokeTitle', { name: form.dataset.name });
  if (await confirmed(title, text('access.revokeHelp'), text('access.revoke'))) {
    sure.add(form);
    form.requestSubmit(form.querySelector('button'));
  }
});
