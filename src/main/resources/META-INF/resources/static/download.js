// The Download page: what is chosen above, what is watched below.
import './choosing/core.js';
import { ChoosingForm } from './choosing/choosing-form.js';
import { ServerStatus } from './shared/server-status.js';
import { watching } from './watching/watching.js';

const server = new ServerStatus();
const { started } = watching(server);
new ChoosingForm(/** @type {HTMLFormElement} */ (document.getElementById('new')), server, started);
