// What the Download page has by the time that a part of its choosing is fetched. Each part imports this first, so that the build
// makes one file of it, as of shared/core.js.
import '../shared/core.js';
import '../shared/monogram.js';
import '../shared/pointer.js';
import '../shared/problem-text.js';
import './after-outage.js';
import './basket-kept.js';
import './memory-fit.js';
import './memory-words.js';
import './model-state.js';
import './own-machine.js';
import './plan-line.js';
import './reference.js';
import './task-name.js';
