import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DownloadOrder } from '../../main/resources/META-INF/resources/static/watching/download-order.js';

const download = (id, state, more = {}) => ({
  id,
  state,
  position: null,
  startedAt: null,
  endedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
});
const at = hour => ({ startedAt: `2026-01-01T${hour}:00:00Z` });
const ids = ({ running, queue, past }) => [running, queue, past].map(list => list.map(({ id }) => id));

test('what moves comes in the order in which it began, then the queue in its own, and what is paused at the end of both', () => {
  const lists = new DownloadOrder().lists([
    download('never began', 'paused'),
    download('paused', 'paused', at('08')),
    download('second', 'queued', { position: 1 }),
    download('later', 'downloading', at('10')),
    download('first', 'queued', { position: 0 }),
    download('earlier', 'verifying', at('09')),
  ]);
  assert.deepEqual(ids(lists), [['earlier', 'later', 'paused'], ['first', 'second', 'never began'], []]);
});

test('one that is paused stays where it was, among those at work and in the queue', () => {
  const order = new DownloadOrder();
  const running = ['a', 'b', 'c'].map((id, hour) => download(id, 'downloading', at(`0${hour}`)));
  const queue = ['d', 'e', 'f'].map((id, position) => download(id, 'queued', { position }));
  order.lists([...running, ...queue]);
  const paused = [running[0], { ...running[1], state: 'paused' }, running[2]];
  const lists = order.lists([
    ...paused,
    queue[0],
    { ...queue[1], state: 'paused', position: null },
    { ...queue[2], position: 1 },
  ]);
  assert.deepEqual(ids(lists), [['a', 'b', 'c'], ['d', 'e', 'f'], []]);

  const begun = [...paused, { ...queue[0], state: 'resolving', position: null, ...at('11') }];
  const next = order.lists([...begun, { ...queue[1], state: 'paused', position: null }, { ...queue[2], position: 0 }]);
  assert.deepEqual(ids(next), [['a', 'b', 'c', 'd'], ['e', 'f'], []], 'what stood before it has gone');
});

test('what begins after all were paused stands behind them, and before those that were paused already', () => {
  const order = new DownloadOrder();
  const old = download('old', 'paused', at('01'));
  const seen = download('seen', 'downloading', at('02'));
  order.lists([old, seen]);
  order.lists([old, { ...seen, state: 'paused' }]);
  const lists = order.lists([old, { ...seen, state: 'paused' }, download('new', 'downloading', at('03'))]);
  assert.deepEqual(ids(lists)[0], ['seen', 'new', 'old']);
});

test('of those that ended failures come first, then the latest', () => {
  const lists = new DownloadOrder().lists([
    download('old', 'completed', { endedAt: '2026-01-01T10:00:00Z' }),
    download('failed early', 'failed', { endedAt: '2026-01-01T08:00:00Z' }),
    download('new', 'cancelled', { endedAt: '2026-01-01T12:00:00Z' }),
    download('failed late', 'failed', { endedAt: '2026-01-01T09:00:00Z' }),
  ]);
  assert.deepEqual(ids(lists)[2], ['failed late', 'failed early', 'new', 'old']);
});

test('one without an end counts from when it was asked for', () => {
  const lists = new DownloadOrder().lists([
    download('asked later', 'cancelled', { createdAt: '2026-01-02T00:00:00Z' }),
    download('ended', 'completed', { endedAt: '2026-01-03T00:00:00Z' }),
  ]);
  assert.deepEqual(ids(lists)[2], ['ended', 'asked later']);
});

test('the list that is given stays as it was', () => {
  const given = [download('paused', 'paused'), download('moves', 'downloading')];
  new DownloadOrder().lists(given);
  assert.deepEqual(
    given.map(({ id }) => id),
    ['paused', 'moves'],
  );
  assert.deepEqual(new DownloadOrder().lists([]), { running: [], queue: [], past: [] });
});
