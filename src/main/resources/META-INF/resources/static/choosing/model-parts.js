// What a model is shown with. Until one is opened, none of it is needed.
import './core.js';

export { ActionBar } from './action-bar.js';
export { ModelView } from './model-view.js';
