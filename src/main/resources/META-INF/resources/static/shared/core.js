// What every page has by the time that anything is fetched later. Whatever is fetched later imports this first, so that the
// build makes one file of it, and not one for each set of those that use a part of it.
import './api.js';
import './foot-bar.js';
import './formats.js';
import './icons.js';
import './machines.js';
import './notices.js';
import './notifications.js';
import './one-at-a-time.js';
import './reconcile.js';
import './scroller.js';
import './shown-path.js';
import './storage.js';
import './template.js';
import './texts.js';
