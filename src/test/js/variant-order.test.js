import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arranged } from '../../main/resources/META-INF/resources/static/choosing/variant-order.js';

const variant = (bytes, onDisk = 'no') => ({ label: `v${bytes}`, bytes, onDisk });
const LIST = [3, 12, 7, 1, 9, 5, 11, 2, 8, 4, 10, 6].map(bytes => variant(bytes));
const sizes = variants => [...variants].map(each => each.bytes);
const isNone = () => false;
const seen = ({ rows, folded }) => sizes(rows.filter(each => !folded.has(each)));

test('the recommended one stands first, the rest by its size, and those of like size are seen', () => {
  const best = LIST.find(each => each.bytes === 7);
  const order = arranged(LIST, best, isNone);
  assert.deepEqual(sizes(order.rows), [7, 12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(seen(order), [7, 9, 8, 6, 5, 4]);
});

test('at either end as many are seen', () => {
  assert.deepEqual(seen(arranged(LIST, LIST[1], isNone)), [12, 11, 10, 9, 8, 7]);
  assert.deepEqual(seen(arranged(LIST, LIST[3], isNone)), [1, 6, 5, 4, 3, 2]);
});

test('without a recommended one the smallest are seen where none fits, else the first', () => {
  assert.deepEqual(seen(arranged(LIST, null, isNone)), [6, 5, 4, 3, 2, 1]);
  assert.deepEqual(seen(arranged(LIST, undefined, isNone)), [12, 11, 10, 9, 8, 7]);
});

test('what is on the disk or chosen is seen wherever it stands', () => {
  const list = [...LIST.slice(1), variant(20, 'partly')];
  assert.deepEqual(seen(arranged(list, list[2], each => each.bytes === 12)), [1, 20, 12, 7, 6, 5, 4, 2]);
});

test('a few are not folded', () => {
  const order = arranged(LIST.slice(0, 8), LIST[0], isNone);
  assert.equal(order.folded.size, 0);
});

test('of one size they stand by their names', () => {
  const twins = ['b', 'a'].map(label => ({ label, bytes: 1, onDisk: 'no' }));
  assert.deepEqual(
    arranged(twins, undefined, isNone).rows.map(each => each.label),
    ['a', 'b'],
  );
});
