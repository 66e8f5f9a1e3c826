import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const MANAGING = '../../main/resources/META-INF/resources/static/managing';
const { direction, grouped, sorted } = await import(`${MANAGING}/orders.js`);
const { counts, matching } = await import(`${MANAGING}/filters.js`);

const model = (name, bytes, updated, more = {}) => ({
  name,
  bytes,
  updated,
  group: name.split('/')[0],
  search: name,
  formats: ['gguf'],
  type: 'model',
  state: 'complete',
  partial: 0,
  behind: false,
  ...more,
});
const MODELS = [
  model('a/one', 10, 3),
  model('a/Two', 300, 1),
  model('b/three', 200, 2),
  model('b/model-10', 150, 9),
  model('b/model-9', 200, 2),
];
const names = models => models.map(({ name }) => name);
const view = (sort, order = 'usual') => ({ sort, order });

test('names are sorted as people read them, sizes and dates from the top', () => {
  assert.deepEqual(names(sorted(MODELS, view('name'))), ['a/one', 'a/Two', 'b/model-9', 'b/model-10', 'b/three']);
  assert.deepEqual(names(sorted(MODELS, view('size'))), ['a/Two', 'b/model-9', 'b/three', 'b/model-10', 'a/one']);
  assert.deepEqual(names(sorted(MODELS, view('date')))[0], 'b/model-10');
});

test('a column that is turned round says so', () => {
  assert.equal(direction('name', 'usual'), 'ascending');
  assert.equal(direction('name', 'reverse'), 'descending');
  assert.equal(direction('size', 'usual'), 'descending');
  assert.equal(direction('size', 'reverse'), 'ascending');
  assert.deepEqual(names(sorted(MODELS, view('size', 'reverse')))[0], 'a/one');
});

test('groups are sorted by the same column as what is in them', () => {
  const groups = by => grouped(MODELS, each => each.group, by).map(([name]) => name);
  assert.deepEqual(groups(view('name')), ['a', 'b']);
  assert.deepEqual(groups(view('name', 'reverse')), ['b', 'a']);
  assert.deepEqual(groups(view('size')), ['b', 'a']); // 550 bytes before 310
  assert.deepEqual(groups(view('size', 'reverse')), ['a', 'b']);
  assert.deepEqual(groups(view('date')), ['b', 'a']);
  assert.deepEqual(names(grouped(MODELS, each => each.group, view('size'))[1][1]), ['a/Two', 'a/one']);
});

test('a model is shown that has all words and is of the kind', () => {
  const models = [
    model('a/x', 1, 1, { behind: true }),
    model('a/y', 1, 1, { formats: ['safetensors'], state: 'arriving' }),
    model('b/x', 1, 1, { type: 'dataset', formats: [''], partial: 7 }),
  ];
  const shown = (filter, show = 'all') => names(matching(models, { filter, show }));
  assert.deepEqual(shown(''), ['a/x', 'a/y', 'b/x']);
  assert.deepEqual(shown('X a'), ['a/x']);
  assert.deepEqual(shown('', 'updates'), ['a/x']);
  assert.deepEqual(shown('', 'unfinished'), ['a/y', 'b/x']);
  assert.deepEqual(shown('a', 'safetensors'), ['a/y']);
  assert.deepEqual(shown('', 'datasets'), ['b/x']);
  assert.deepEqual(counts(models), { all: 3, updates: 1, unfinished: 2, gguf: 1, safetensors: 1, datasets: 1 });
});
