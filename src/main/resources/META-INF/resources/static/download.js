// The Download page: what is chosen above, what is watched below.
import { choosing } from './choosing/choosing.js';
import { watching } from './watching/watching.js';

const watch = watching();
choosing({ started: watch.started });
