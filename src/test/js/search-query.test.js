import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const {
  ALL,
  filterCount,
  fitOf,
  hidesTooBig,
  isSame,
  limitFor,
  parametersOf,
  queryOf,
  searchOf,
  shownOf,
  sortOf,
  unfiltered,
} = await import('../../main/resources/META-INF/resources/static/choosing/search-query.js');

const GIB = 2 ** 30;
const CARD = { name: 'Card', vramBytes: 24 * GIB, ramBytes: 0 };
const read = address => queryOf(new URLSearchParams(address));
const searched = (query, limit = 20) => Object.fromEntries(searchOf(query, limit));

test('an address says what is looked for, and only what is asked for', () => {
  assert.equal(String(parametersOf(ALL)), '');
  assert.deepEqual(read(''), ALL);
  const address = 'q=tiny+llama&type=dataset&format=gguf&sort=likes&size=8B&fits=no&task=text-generation&license=mit';
  assert.deepEqual([...parametersOf(read(address))].sort(), [...new URLSearchParams(address)].sort());
});

test('what nobody could have chosen is not looked for', () => {
  assert.deepEqual(read('type=thing&format=zip&sort=best&size=9X&fits=maybe&task=../x&license=a+b'), ALL);
  assert.equal(read(`q=${'x'.repeat(500)}`).words.length, 200);
});

test('queries are the same that ask for the same', () => {
  assert.ok(isSame(ALL, { ...ALL }));
  assert.ok(!isSame(ALL, { ...ALL, words: 'a' }));
  assert.ok(!isSame(null, ALL));
});

test('what nobody looks for is sorted by what is talked about, what somebody looks for by use', () => {
  assert.equal(sortOf(ALL), 'trending');
  assert.equal(sortOf({ ...ALL, words: 'a' }), 'downloads');
  assert.equal(sortOf({ ...ALL, words: 'a', sort: 'created' }), 'created');
});

test('the server is asked in its own words', () => {
  assert.deepEqual(searched(ALL), { q: '', type: 'model', sort: 'trendingScore', limit: '20' });
  assert.deepEqual(
    searched({ ...ALL, words: 'a', sort: 'updated', format: 'mlx', size: '14B', task: 't', license: 'mit' }, 40),
    {
      q: 'a',
      type: 'model',
      sort: 'lastModified',
      limit: '40',
      format: 'mlx',
      task: 't',
      license: 'mit',
      maxParameters: '14B',
    },
  );
});

test('datasets are not asked for what only models have', () => {
  const query = { ...ALL, type: 'dataset', format: 'gguf', size: '8B', task: 't', license: 'mit' };
  assert.deepEqual(searched(query), { q: '', type: 'dataset', sort: 'trendingScore', limit: '20', license: 'mit' });
});

test('filters are counted, and taken away', () => {
  const query = { ...ALL, words: 'a', format: 'gguf', size: '8B', sort: 'likes' };
  assert.equal(filterCount(query), 2);
  assert.equal(filterCount(query, ['size', 'task']), 1);
  assert.deepEqual(unfiltered(query), { ...ALL, words: 'a', sort: 'likes' });
  assert.equal(hidesTooBig(unfiltered(ALL), CARD), false);
});

test('what is too big is left out where nobody looks for it, or as somebody chose', () => {
  assert.equal(hidesTooBig(ALL, null), false);
  assert.equal(hidesTooBig(ALL, CARD), true);
  assert.equal(hidesTooBig({ ...ALL, type: 'space' }, CARD), false);
  assert.equal(hidesTooBig({ ...ALL, words: 'a' }, CARD), false);
  assert.equal(hidesTooBig({ ...ALL, words: 'a', fits: 'yes' }, CARD), true);
  assert.equal(hidesTooBig({ ...ALL, fits: 'no' }, CARD), false);
});

test('more are asked for than are shown where some are left out, as many as the server gives', () => {
  assert.equal(limitFor(ALL, 20, null), 20);
  assert.equal(limitFor(ALL, 20, CARD), 60);
  assert.equal(limitFor(ALL, 60, CARD), 100);
});

test('where it fits is told of a size and a machine that are known', () => {
  assert.equal(fitOf({ estimatedBytes: 10 * GIB }, CARD), 'vram');
  assert.equal(fitOf({ estimatedBytes: 23.5 * GIB }, CARD), 'tight');
  assert.equal(fitOf({ estimatedBytes: 30 * GIB }, CARD), 'no');
  assert.equal(fitOf({ estimatedBytes: null }, CARD), null);
  assert.equal(fitOf({ estimatedBytes: 1 }, null), null);
});

test('as many are shown as are wanted, and of what is left out nothing', () => {
  const repos = [10, 30, 11, null, 12].map(size => ({ estimatedBytes: size && size * GIB }));
  const how = { limit: 60, wanted: 3, machine: CARD };
  assert.deepEqual(shownOf(ALL, repos, how), { repos: [repos[0], repos[2], repos[3]], hasMore: true });
  assert.deepEqual(shownOf(ALL, repos, { ...how, wanted: 4 }).hasMore, false);
  assert.deepEqual(shownOf({ ...ALL, fits: 'no' }, repos, { ...how, wanted: 5 }), { repos, hasMore: false });
  assert.equal(shownOf({ ...ALL, fits: 'no' }, repos, { ...how, wanted: 5, limit: 5 }).hasMore, true);
  assert.equal(shownOf(ALL, Array(100).fill(repos[1]), { ...how, limit: 100 }).hasMore, false);
});
