// What the Library page has by the time that a part of it is fetched. Each part imports this first, as of shared/core.js.
import '../shared/core.js';
import './deletions.js';
import './model.js';
