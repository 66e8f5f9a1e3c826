import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bestOf,
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
  bitsPerWeight: bytes,
  projector: null,
  ...more,
});
const machine = (vramBytes, ramBytes) => ({ name: 'm', vramBytes, ramBytes });
const LIST = [
  variant('Q8_0', 9),
  variant('Q5_K_M', 6, { complete: false }),
  variant('Q4_K_S', 4.5),
  variant('Q2_K', 3),
];
const take = (variants, machines, freeBytes = 100) =>
  recommended(variants, { freeBytes, machines, contextLength: 2, cacheBytesPerToken: 1 })?.label ?? null;

test('weights, projector and cache add up', () => {
  const need = needOf(variant('a', 10, { projector: { size: 5 } }), 4, 3);
  assert.deepEqual(need, { weights: 10, projector: 5, cache: 12, cacheKnown: true, total: 27 });
});

test('a cache that is not known counts nothing and is said not to be known', () => {
  const need = needOf(variant('a', 10), 4, null);
  assert.equal(need.cacheKnown, false);
  assert.equal(need.total, 10);
});

test('video memory comes first, then both, then plain memory', () => {
  assert.deepEqual(placeOf(10, machine(10, 0)), { where: 'vram', missing: 0 });
  assert.deepEqual(placeOf(11, machine(10, 1)), { where: 'partly', missing: 0 });
  assert.deepEqual(placeOf(10, machine(0, 10)), { where: 'ram', missing: 0 });
  assert.deepEqual(placeOf(15, machine(10, 1)), { where: 'no', missing: 4 });
});

test('of equal video memory the machine with more plain memory is best', () => {
  const best = machine(8, 64);
  assert.equal(bestOf([machine(8, 32), best, machine(4, 128)]), best);
  assert.equal(bestOf([]), null);
});

test('what is here already, or a disk that is not known, lacks no room', () => {
  assert.equal(missingOnDisk(variant('a', 10), 4), 6);
  assert.equal(missingOnDisk(variant('a', 10, { projector: { size: 5 } }), 4), 11);
  assert.equal(missingOnDisk(variant('a', 10, { onDisk: 'yes' }), 4), 0);
  assert.equal(missingOnDisk(variant('a', 10, { onDisk: 'partly' }), 4), 6);
  assert.equal(missingOnDisk(variant('a', 10), null), 0);
});

test('the largest that video memory holds is recommended', () => {
  assert.equal(take(LIST, [machine(11, 0), machine(2, 100)]), 'Q8_0');
  assert.equal(take(LIST, [machine(7, 0)]), 'Q4_K_S');
});

test('in plain memory the usual one is better than the largest', () => {
  assert.equal(take(LIST, [machine(1, 10)]), 'Q4_K_S');
  assert.equal(take([...LIST, variant('Q4_K_M', 4.8)], [machine(1, 20)]), 'Q4_K_M');
});

test('without machines the one that most people take is recommended', () => {
  assert.equal(take(LIST, []), 'Q4_K_S');
  assert.equal(take([...LIST, variant('Q4_K_M', 4.8)], []), 'Q4_K_M');
});

test('what fits nowhere, or is not complete, is not recommended', () => {
  assert.equal(take(LIST, [machine(1, 1)]), null);
  assert.equal(take(LIST, [], 1), null);
  assert.equal(take(LIST, [], 3.5), 'Q2_K');
  assert.equal(take([], []), null);
  assert.equal(take([variant('Q5_K_M', 6, { complete: false })], []), null);
});

test('of several models side by side none is recommended', () => {
  const ggml = label => variant(label, 5, { format: 'ggml' });
  assert.equal(take([ggml('ggml-base.en'), ggml('ggml-large-v3')], []), null);
  assert.equal(
    take([variant('FP16', 5, { format: 'safetensors' }), variant('safetensors', 9, { format: 'safetensors' })], []),
    'safetensors',
  );
});

test('of weights that are no GGUF the usual format is recommended', () => {
  const list = [variant('BF16', 50, { format: 'safetensors' }), variant('bin', 50, { format: 'bin', duplicate: true })];
  assert.equal(take(list, [machine(1, 1)]), 'BF16');
});
