import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DownloadStore } from '../../main/resources/META-INF/resources/static/shared/download-store.js';

const download = (id, version = 1, position = null) => ({ id, version, position });
const store = (...downloads) => {
  const made = new DownloadStore();
  made.replace(downloads);
  return made;
};
const places = ({ list }) => Object.fromEntries(list.map(({ id, position }) => [id, position]));

test('of two words on one download the later one stands', () => {
  const known = store(download('a', 5));
  known.change([download('a', 4)], []);
  assert.equal(known.find('a').version, 5);
  known.change([download('a', 6)], []);
  assert.equal(known.find('a').version, 6);
});

test('what did not change is the very same object', () => {
  const known = store(download('a'), download('b'));
  const before = known.find('b');
  known.change([download('a', 2)], []);
  assert.equal(known.find('b'), before);
});

test('new ones come first, and those that are gone go', () => {
  const known = store(download('a'), download('b'));
  known.change([download('c')], ['a']);
  assert.deepEqual(
    known.list.map(({ id }) => id),
    ['c', 'b'],
  );
});

test('of very many, older ones that are told later stand behind the newer ones', () => {
  const at = (id, day) => ({ ...download(id), createdAt: `2026-01-0${day}T00:00:00Z` });
  const known = store(at('d', 4), at('c', 3));
  known.change([at('e', 5), at('b', 2), at('a', 1)], []);
  assert.deepEqual(
    known.list.map(({ id }) => id),
    ['e', 'd', 'c', 'b', 'a'],
  );
});

test('what was removed here is not brought back by events under way', () => {
  const known = store(download('a'), download('b'));
  known.drop('a');
  known.change([download('a', 9)], []);
  known.replace([download('a', 10), download('b')]);
  assert.equal(known.find('a'), undefined);
});

test('the others make way for one that moves in the queue', () => {
  const known = store(download('a', 1, 0), download('b', 1, 1), download('c', 1, 2));
  known.adopt(download('c', 2, 0));
  assert.deepEqual(places(known), { a: 1, b: 2, c: 0 });
});

test('the queue closes up when one leaves it', () => {
  const known = store(download('a', 1, 0), download('b', 1, 1), download('c', 1, 2));
  known.adopt(download('a', 2, null));
  assert.deepEqual(places(known), { a: null, b: 0, c: 1 });
  known.drop('b');
  assert.deepEqual(places(known), { a: null, c: 0 });
});

test('whoever asks before the first word waits for it', async () => {
  const known = new DownloadStore();
  const found = known.findSoon('a');
  known.replace([download('a')]);
  assert.equal((await found).id, 'a');
});
