// The parts of the settings that ask the server, together: the dialog shows them all, and the login page none of them.
import './core.js';

export { enable as hooks } from './settings-hooks.js';
export { enable as limit } from './settings-limit.js';
export { enable as machines } from './settings-machines.js';
export { enable as notifications } from './settings-notifications.js';
export { enable as token } from './settings-token.js';
