import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, widthsOf } from '../../main/resources/META-INF/resources/static/managing/disk-parts.js';

const model = (name, bytes, partial = 0) => ({ name, bytes, partial });
const kinds = parts => parts.map(({ kind, name, bytes, count }) => [name ?? kind, bytes, ...(count ? [count] : [])]);

test('the largest are named, and all parts together are the disk', () => {
  const models = [model('a', 100), model('b', 400, 50), ...[1, 2, 3, 4, 5].map(each => model(`c${each}`, 90))];
  const parts = partsOf(models, { totalBytes: 2000, freeBytes: 700 });
  assert.deepEqual(kinds(parts), [
    ['b', 350],
    ['a', 100],
    ['c1', 90],
    ['c2', 90],
    ['others', 270, 3],
    ['unfinished', 50],
    ['rest', 350],
    ['free', 700],
  ]);
  assert.equal(
    parts.reduce((sum, { bytes }) => sum + bytes, 0),
    2000,
  );
});

test('the bin is a part of its own', () => {
  const parts = partsOf([model('a', 100)], { totalBytes: 1000, freeBytes: 500, binBytes: 150 });
  assert.deepEqual(kinds(parts), [
    ['a', 100],
    ['bin', 150],
    ['rest', 250],
    ['free', 500],
  ]);
});

test('what is small beside the others is not named, and what is nothing is not there', () => {
  const parts = partsOf([model('large', 990), model('small', 10)], { totalBytes: 1000, freeBytes: 0 });
  assert.deepEqual(kinds(parts), [
    ['large', 990],
    ['others', 10, 1],
  ]);
  assert.deepEqual(kinds(partsOf([], { totalBytes: 9, freeBytes: 9 })), [['free', 9]]);
});

test('a model of which nothing is whole yet counts as unfinished alone', () => {
  const parts = partsOf([model('large', 990), model('small', 5), model('new', 5, 5)], {
    totalBytes: 1000,
    freeBytes: 0,
  });
  assert.deepEqual(kinds(parts), [
    ['large', 990],
    ['others', 5, 1],
    ['unfinished', 5],
  ]);
});

test('models on a disk that tells less than they have leave nothing to others', () => {
  const parts = partsOf([model('a', 500)], { totalBytes: 1000, freeBytes: 600 });
  assert.deepEqual(kinds(parts), [
    ['a', 500],
    ['free', 600],
  ]);
});

test('each part is wide enough to be seen, and all of them are as wide as the bar', () => {
  const widths = widthsOf([{ bytes: 1 }, { bytes: 1 }, { bytes: 1_000_000 }, { bytes: 500_000 }], 1000, 4);
  assert.deepEqual(widths.slice(0, 2), [4, 4]);
  assert.equal(
    widths.reduce((sum, each) => sum + each, 0),
    1000,
  );
});
