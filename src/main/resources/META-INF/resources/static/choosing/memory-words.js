// What fits where, in words, and the arithmetic behind it. All sizes are decimal, as everywhere; what is printed on a card
// stands beside.
import { bytes, soldMemory } from '../shared/formats.js';
import { text } from '../shared/texts.js';
import { cacheFormula } from './cache-formula.js';
import { headroomOf } from './memory-fit.js';

/** Where it fits, in a few words. */
export function placeWords({ where, missing }) {
  return text(`choosing.place.${where}`, { missing: bytes(missing) });
}

/** Why one is recommended. */
export function reasonWords(reason, machine) {
  return text(`choosing.reason.${reason}`, {
    memory: machine ? soldMemory(machine.vramBytes || machine.ramBytes) : '',
  });
}

/** How a machine is called where one is chosen: with its memory, unless its name says that already. */
export function machineWords({ name, vramBytes, ramBytes }) {
  const memory = soldMemory(vramBytes || ramBytes);
  const size = memory.split(' ')[0];
  return new RegExp(`(^|\\D)${size}\\s?G`, 'i').test(name) ? name : text('choosing.machineOf', { name, memory });
}

/**
 * The sum of what a variant needs, against what a machine has.
 *
 * @param need as `needOf` of memory-fit.js gives it
 * @param needs what the head of a file tells of memory
 */
export function sumWords(need, { where }, machine, contextLength, needs) {
  const parts = [
    text('choosing.sum.weights', { size: bytes(need.weights) }),
    need.projector > 0 ? text('choosing.sum.projector', { size: bytes(need.projector) }) : '',
    need.cacheKnown
      ? text('choosing.sum.cache', {
          size: bytes(need.cache),
          tokens: contextLength.toLocaleString('en-US'),
          formula: cacheFormula(needs),
        })
      : '',
  ].filter(Boolean);
  return [
    `${parts.join(' + ')} = ${bytes(need.total)}${text('choosing.stop')}`,
    need.cacheKnown ? '' : text('choosing.sum.noCache'),
    text('choosing.sum.has', { name: machine.name, memory: memoriesOf(machine).join(text('choosing.comma')) }),
    where === 'tight' ? text('choosing.sum.tight', { size: bytes(headroomOf(machine.vramBytes)) }) : '',
  ]
    .filter(Boolean)
    .join(text('choosing.gap'));
}

function memoriesOf({ vramBytes, ramBytes }) {
  return [
    ['vram', vramBytes],
    ['ram', ramBytes],
  ]
    .filter(([, size]) => size > 0)
    .map(([kind, size]) => text(`choosing.sum.${kind}`, { size: bytes(size), sold: soldMemory(size) }));
}
