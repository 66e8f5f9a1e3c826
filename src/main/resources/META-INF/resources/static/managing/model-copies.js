// What can be copied of a model, and of one of its variants: where it is, and commands that run it.
import './core.js';
import { copyChoices, usualChoice } from '../shared/copy-choices.js';
import { openMenu } from '../shared/menu.js';
import { text } from '../shared/texts.js';
import { usualContext } from '../shared/usual-context.js';

/**
 * A model, or one of its variants, as run-command.js asks for it.
 *
 * @param {import('./model.js').Model} model
 * @param {DOMStringMap} [variant] with its format and its files
 * @returns {import('../shared/run-command.js').Runnable}
 */
export function runnable(model, { format, primary, projector } = {}) {
  const { hubId, revision, type, context } = model.item.dataset;
  return {
    repo: hubId,
    type,
    ...(revision ? { revision } : {}),
    path: model.path,
    primaryPath: primary || null,
    projectorPath: projector || null,
    format: format ?? null,
    contextLength: Math.min(usualContext(), Number(context) || Infinity),
  };
}

/** Copies the command that was picked last for this format, else the one that fits best. */
export function copyCommand(what) {
  const usual = usualChoice(what);
  const [path, first] = copyChoices(what);
  (usual.name === path.name ? (first ?? path) : usual).run();
}

/** Copies where a model is, or one of its variants. */
export function copyPath(model, variant) {
  copyChoices(runnable(model, variant))[0].run();
}

/** Lets the reader choose one of a variant's commands. */
export function openCommands(button, model, variant) {
  const commands = copyChoices(runnable(model, variant)).slice(1);
  openMenu(button, commands, text('menu.copyCommandOf', { variant: variant.variant }));
}
