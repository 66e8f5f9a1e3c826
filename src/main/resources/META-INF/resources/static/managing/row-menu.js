// What can be done with one model, behind the three dots at the end of its line.
import './core.js';
import { copyChoices } from '../shared/copy-choices.js';
import { icon } from '../shared/icons.js';
import { openMenu } from '../shared/menu.js';
import { text } from '../shared/texts.js';
import { isDeletable, isHeld } from './model.js';
import { copyCommand, runnable } from './model-copies.js';

const MAX_COMMANDS = 4;

/**
 * Opens the menu of a model's line.
 *
 * @param {HTMLElement} button
 * @param {import('./model.js').Model} model
 * @param {{ id: string, kind: string, state: string } | undefined} task what is done to it now: a verification or a repair
 * @param {(name: 'show' | 'check' | 'preview' | 'verify' | 'pause' | 'resume' | 'cancel' | 'delete') => void} run does what was chosen
 */
export function openRowMenu(button, model, task, run) {
  const { hub, choice } = model.item.dataset;
  const [path, ...others] = copyChoices(runnable(model));
  const items = [
    hub && { label: text('menu.hub'), icon: icon('external'), href: hub, away: true },
    path,
    ...(commands(model, run) ?? others),
    choice && { label: text('menu.addVariant'), icon: icon('plus'), href: choice },
    model.repo && { label: text('menu.check'), icon: icon('refresh'), run: () => run('check') },
    model.repo && { label: text('menu.preview'), icon: icon('list'), run: () => run('preview') },
    ...(task
      ? steps(task, run)
      : [model.repo && { label: text('menu.verify'), icon: icon('check'), run: () => run('verify') }]),
    isDeletable(model) && deletion(model, run),
  ];
  openMenu(button, items.filter(Boolean), text('menu.of', { name: model.name }));
}

/** What is under way is stopped for now, or goes on, or ends. */
function steps({ kind, state }, run) {
  const step = state === 'paused' ? 'resume' : 'pause';
  return [
    { label: text(`menu.${step}.${kind}`), icon: icon(step === 'pause' ? 'pause' : 'play'), run: () => run(step) },
    { label: text(`menu.cancel.${kind}`), icon: icon('x'), run: () => run('cancel') },
  ];
}

/** All for a model with one variant that can be run, the usual one for each of several; where there are many, the opened line has them. */
function commands(model, run) {
  const variants = [...model.item.querySelectorAll('.variants [data-variant]')].filter(
    ({ dataset }) => dataset.primary,
  );
  if (variants.length === 0) {
    return null;
  }
  if (variants.length === 1) {
    return copyChoices(runnable(model, variants[0].dataset)).slice(1);
  }
  if (variants.length > MAX_COMMANDS || model.item.querySelector('.variants .more')) {
    return [{ label: text('menu.copyCommands'), icon: icon('terminal'), run: () => run('show') }];
  }
  return variants.map(({ dataset }) => ({
    label: text('menu.copyCommandOf', { variant: dataset.variant }),
    icon: icon('terminal'),
    run: () => copyCommand(runnable(model, dataset)),
  }));
}

/** What cannot be deleted now says why. */
function deletion(model, run) {
  const held = isHeld(model);
  return {
    label: held ? text('menu.held') : text('menu.delete'),
    icon: icon('trash'),
    disabled: held,
    run: () => run('delete'),
  };
}
