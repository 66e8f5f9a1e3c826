// The Library page.
import './managing/core.js';
import { LibraryPage } from './managing/library-page.js';
import { ServerStatus } from './shared/server-status.js';

new LibraryPage(document.getElementById('library'), document.getElementById('view'), new ServerStatus());
