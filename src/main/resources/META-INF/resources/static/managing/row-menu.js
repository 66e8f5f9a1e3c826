// What can be done with one model, behind the three dots at the end of its line.
import '../shared/core.js';
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
 * @param {(name: 'show' | 'check' | 'preview' | 'verify' | 'delete') => void} run does what was chosen
 */
export function openRowMenu(button, model, run) {
  const { hub, choice } = model.item.dataset;
  const [path, ...others] = copyChoices(runnable(model));
  const items = [
    hub && { label: text('menu.hub'), icon: icon('external'), href: hub, away: true },
    path,
    ...(commands(model, run) ?? others),
    choice && { label: text('menu.addVariant'), icon: icon('plus'), href: choice },
    model.repo && { label: text('menu.check'), icon: icon('refresh'), run: () => run('check') },
    model.repo && { label: text('menu.preview'), icon: icon('list'), run: () => run('preview') },
    model.repo && { label: text('menu.verify'), icon: icon('check'), run: () => run('verify') },
    isDeletable(model) && deletion(model, run),
  ];
  openMenu(button, items.filter(Boolean), text('menu.of', { name: model.name }));
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
