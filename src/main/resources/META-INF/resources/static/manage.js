// The Library page.
import './shared/core.js';
import { LibraryPage } from './managing/library-page.js';
import './shared/foot-bar.js';
import { ServerStatus } from './shared/server-status.js';

new LibraryPage(document.getElementById('library'), document.getElementById('view'), new ServerStatus());
