import { has, text } from '../shared/texts.js';

/** What a model is for, in the reader's words where there are some for what the Hub calls it. */
export function taskName(task) {
  return has(`task.${task}`) ? text(`task.${task}`) : task.replaceAll('-', ' ');
}
