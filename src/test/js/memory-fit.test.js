import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bestOf,
  headroomOf,
  missingOnDisk,
  needOf,
  placeOf,
  recommended,
} from '../../main/resources/META-INF/resources/static/choosing/memory-fit.js';

const variant = (label, bytes, more = {}) => ({
  label,
  bytes,
  format: 'gguf',
  complete: true,
  duplicate: false,
  onDisk: 'no',
  bitsPerWeight: 4,
  projector: null,
  ...more,
});
const machine = (vramBytes, ramBytes) => ({ name: 'm', vramBytes, ramBytes });
const GIB = 2 ** 30;
const LIST = [
  variant('Q8_0', 9 * GIB, { bitsPerWeight: 8.5 }),
  variant('Q5_K_M', 6 * GIB, { bitsPerWeight: 5.7, complete: false }),
  variant('Q4_K_S', 4.5 * GIB, { bitsPerWeight: 4.6 }),
  variant('Q2_K', 3 * GIB, { bitsPerWeight: 3 }),
];
const FULL = [
  variant('F32', 32 * GIB, { bitsPerWeight: 32 }),
  variant('BF16', 16 * GIB, { bitsPerWeight: 16 }),
  variant('UD-Q8_K_XL', 11 * GIB, { bitsPerWeight: 10.4 }),
];
const best = (variants, device, freeBytes = 100 * GIB) =>
  recommended(variants, { freeBytes, machine: device, contextLength: 2, cacheBytesPerToken: GIB / 2 });
const take = (...asked) => {
  const found = best(...asked);
  return found ? `${found.variant.label} ${found.reason}` : found;
};

test('weights, projector and cache add up', () => {
  const need = needOf(variant('a', 10, { projector: { size: 5 } }), 4, 3);
  assert.deepEqual(need, { weights: 10, projector: 5, cache: 12, cacheKnown: true, total: 27 });
});

test('a cache that is not known counts nothing and is said not to be known', () => {
  const need = needOf(variant('a', 10), 4, null);
  assert.equal(need.cacheKnown, false);
  assert.equal(need.total, 10);
});

test('video memory with room to spare comes first, then without, then both, then plain memory', () => {
  const place = (total, device) => placeOf(total * GIB, device);
  assert.deepEqual(place(9, machine(10 * GIB, 0)), { where: 'vram', missing: 0 });
  assert.deepEqual(place(9.1, machine(10 * GIB, 0)), { where: 'tight', missing: 0 });
  assert.deepEqual(place(10, machine(10 * GIB, 0)), { where: 'tight', missing: 0 });
  assert.deepEqual(place(11, machine(10 * GIB, GIB)), { where: 'partly', missing: 0 });
  assert.deepEqual(place(10, machine(0, 10 * GIB)), { where: 'ram', missing: 0 });
  assert.deepEqual(place(15, machine(10 * GIB, GIB)), { where: 'no', missing: 4 * GIB });
});

test('a small card keeps a gibibyte free, a large one eight percent', () => {
  assert.equal(headroomOf(8 * GIB), GIB);
  assert.equal(headroomOf(100 * GIB), 8 * GIB);
});

test('of equal video memory the machine with more plain memory is best', () => {
  const best = machine(8, 64);
  assert.equal(bestOf([machine(8, 32), best, machine(4, 128)]), best);
  assert.equal(bestOf([]), null);
});

test('what is here already, in part or in full, or a disk that is not known, lacks no room', () => {
  assert.equal(missingOnDisk(variant('a', 10), 4), 6);
  assert.equal(missingOnDisk(variant('a', 10, { projector: { size: 5 } }), 4), 11);
  assert.equal(missingOnDisk(variant('a', 10, { onDisk: 'yes' }), 4), 0);
  assert.equal(missingOnDisk(variant('a', 10, { onDisk: 'partly' }), 4), 0); // how much of it, the plan knows
  assert.equal(missingOnDisk(variant('a', 10, { onDisk: 'older' }), 4), 6);
  assert.equal(missingOnDisk(variant('a', 10), null), 0);
});

test('the best that leaves room in video memory is recommended', () => {
  assert.equal(take(LIST, machine(11 * GIB, 0)), 'Q8_0 vram'); // 9 and the cache of 1, with 1 left
  assert.equal(take(LIST, machine(10.9 * GIB, 0)), 'Q4_K_S vram');
});

test('where none leaves room the smallest is', () => {
  assert.equal(take(LIST, machine(4.2 * GIB, 0)), 'Q2_K tight');
});

test('more than 8.5 bits are recommended where there is nothing else', () => {
  assert.equal(take([...FULL, ...LIST], machine(100 * GIB, 0)), 'Q8_0 vram');
  assert.equal(take([...FULL, ...LIST.slice(2)], machine(100 * GIB, 0)), 'Q4_K_S vram');
  assert.equal(take(FULL, machine(100 * GIB, 0)), 'UD-Q8_K_XL vram');
  assert.equal(take(FULL.slice(0, 2), machine(100 * GIB, 0)), 'F32 vram');
  // what a small model's head and tables add to it does not make Q8_0 another one
  assert.equal(
    take([variant('x-Q8_0', 2, { bitsPerWeight: 9.1 }), variant('Q6_K', 1)], machine(9 * GIB, 0)),
    'x-Q8_0 vram',
  );
});

test('full precision is known by its name, too', () => {
  const unknown = label => variant(label, label.length, { bitsPerWeight: null });
  for (const name of ['F16', 'model-BF16', 'x.fp32', 'f32']) {
    assert.equal(take([unknown(name), unknown('Q')], machine(9 * GIB, 0)), 'Q vram', name);
  }
  assert.equal(take([unknown('XF16B'), unknown('Q')], machine(9 * GIB, 0)), 'XF16B vram');
});

test('in plain memory the usual one is better than the largest', () => {
  assert.equal(take(LIST, machine(GIB, 10 * GIB)), 'Q4_K_S partly');
  assert.equal(take([...LIST, variant('Q4_K_M', 4.8 * GIB)], machine(0, 20 * GIB)), 'Q4_K_M ram');
});

test('without a machine the one that most people take is recommended', () => {
  assert.equal(take(LIST, null), 'Q4_K_S usual');
  assert.equal(take([...LIST, variant('Q4_K_M', 4.8)], null), 'Q4_K_M usual');
});

test('what fits nowhere, or is not complete, is not recommended', () => {
  assert.equal(take(LIST, machine(GIB, GIB)), null);
  assert.equal(take(LIST, null, GIB), null);
  assert.equal(take(LIST, null, 3.5 * GIB), 'Q2_K usual');
  assert.equal(take([], null), null);
  assert.equal(take([variant('Q5_K_M', 6, { complete: false })], null), null);
});

test('of several models side by side none is recommended', () => {
  const ggml = label => variant(label, 5, { format: 'ggml' });
  assert.equal(take([ggml('ggml-base.en'), ggml('ggml-large-v3')], null), undefined);
  assert.equal(
    take([variant('FP16', 5, { format: 'safetensors' }), variant('safetensors', 9, { format: 'safetensors' })], null),
    'safetensors plain',
  );
});

test('of weights that are no GGUF the usual format is recommended, whatever fits', () => {
  const list = [variant('BF16', 50, { format: 'safetensors' }), variant('bin', 50, { format: 'bin', duplicate: true })];
  assert.equal(take(list, machine(1, 1)), 'BF16 plain');
});
