// What can be copied of a model that is here: its path, or a command that runs or fetches it. What was picked last for its
// format is offered first, here and in every later visit.
import './core.js';
import { copy } from './copy.js';
import { icon } from './icons.js';
import { commandsOf, pathOf } from './run-command.js';
import { shownPath } from './shown-path.js';
import { recall, remember } from './storage.js';
import { text } from './texts.js';

const PATH = 'path';
const NAMES = { 'llama-server': 'llama-server', vllm: 'vLLM', ollama: 'Ollama', hf: 'hf' };

/**
 * All of it, as items of a menu; picking one makes it the usual one of its format.
 *
 * @param {import('./run-command.js').Runnable} what with the server's own paths
 * @returns {{ name: string, label: string, icon: Element, run: () => void }[]}
 */
export function copyChoices(what) {
  const shown = {
    ...what,
    path: shownPath(what.path),
    primaryPath: shownPath(what.primaryPath ?? null),
    projectorPath: shownPath(what.projectorPath ?? null),
  };
  const pick = (name, copied, done) => () => {
    remember(keyOf(what.format), name);
    copy(copied, text(done, { text: copied }));
  };
  return [
    {
      name: PATH,
      label: text('copy.path'),
      icon: icon('copy'),
      run: pick(PATH, pathOf(shown), 'copy.pathDone'),
    },
    ...commandsOf(shown).map(({ tool, command }) => ({
      name: tool,
      label: text('copy.command', { tool: NAMES[tool] }),
      icon: icon('terminal'),
      run: pick(tool, command, 'copy.commandDone'),
    })),
  ];
}

/** The one of them that was picked last for this format, else the path. */
export function usualChoice(what) {
  const choices = copyChoices(what);
  return choices.find(({ name }) => name === recall(keyOf(what.format))) ?? choices[0];
}

/** The address of a model on the page of the library, with its details open. */
export function libraryAddress(repo) {
  return `./manage?${new URLSearchParams({ filter: repo, open: repo })}`;
}

function keyOf(format) {
  return `copy.${format ?? 'other'}`;
}
