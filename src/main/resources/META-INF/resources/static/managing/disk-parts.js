// What takes how much room on the disk.
import { sum } from './model.js';

const MAX_NAMED = 4;
/** Whoever takes a smaller part of what models take is not named. */
const LEAST_SHARE = 0.05;
const NONE = { bytes: 0, partial: 0, count: 0 };

/**
 * The parts of the disk: the largest models by name, the others as one, what is unfinished, what is in the bin, what is not of models, what is free.
 *
 * @param {import('./model.js').Model[]} models
 * @param {{ totalBytes: number, freeBytes: number, binBytes?: number }} disk
 * @param {{ bytes: number, partial: number, count: number }} [rest] what models take that are not among these, none of them larger
 * @returns {{ kind: string, bytes: number, name?: string, count?: number }[]} those that there are
 */
export function partsOf(models, { totalBytes, freeBytes, binBytes = 0 }, rest = NONE) {
  const all = sum(models, 'bytes') + rest.bytes;
  const partial = sum(models, 'partial') + rest.partial;
  const whole = models
    .map(({ name, bytes, partial }) => ({ kind: 'model', name, bytes: bytes - partial }))
    .sort((one, other) => other.bytes - one.bytes);
  const least = LEAST_SHARE * all;
  const named = whole.slice(0, MAX_NAMED).filter(model => model.bytes >= least);
  const others = whole.slice(named.length).filter(model => model.bytes > 0); // of some all is unfinished
  const used = totalBytes - freeBytes;
  return [
    ...named,
    {
      kind: 'others',
      count: others.length + rest.count,
      bytes: others.reduce((total, model) => total + model.bytes, rest.bytes - rest.partial),
    },
    { kind: 'unfinished', bytes: partial },
    { kind: 'bin', bytes: binBytes },
    { kind: 'rest', bytes: Math.max(0, used - binBytes - all) },
    { kind: 'free', bytes: freeBytes },
  ].filter(part => part.bytes > 0);
}

/**
 * How wide each part is drawn, each at least so wide that it is seen; what is free gets what is left.
 *
 * @param {{ bytes: number }[]} parts the last one is what is free, where something is
 */
export function widthsOf(parts, width, least) {
  const total = parts.reduce((bytes, part) => bytes + part.bytes, 0);
  const widths = parts.map(part => Math.max(least, Math.round((part.bytes / total) * width)));
  const beyond = widths.reduce((all, each) => all + each, 0) - width;
  const widest = widths.indexOf(Math.max(...widths));
  return widths.map((each, index) => (index === widest ? each - beyond : each));
}
