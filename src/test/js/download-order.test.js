import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inLists } from '../../main/resources/META-INF/resources/static/watching/download-order.js';

const download = (id, state, more = {}) => ({
  id,
  state,
  position: null,
  endedAt: null,
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
});
const ids = downloads => downloads.map(({ id }) => id);

test('what moves comes first, then the queue in its order, then what is paused', () => {
  const { current } = inLists([
    download('paused', 'paused'),
    download('second', 'queued', { position: 1 }),
    download('moves', 'downloading'),
    download('first', 'queued', { position: 0 }),
    download('verifies', 'verifying'),
  ]);
  assert.deepEqual(ids(current), ['moves', 'verifies', 'first', 'second', 'paused']);
});

test('of those that ended failures come first, then the latest', () => {
  const { past } = inLists([
    download('old', 'completed', { endedAt: '2026-01-01T10:00:00Z' }),
    download('failed early', 'failed', { endedAt: '2026-01-01T08:00:00Z' }),
    download('new', 'cancelled', { endedAt: '2026-01-01T12:00:00Z' }),
    download('failed late', 'failed', { endedAt: '2026-01-01T09:00:00Z' }),
  ]);
  assert.deepEqual(ids(past), ['failed late', 'failed early', 'new', 'old']);
});

test('one without an end counts from when it was asked for', () => {
  const { past } = inLists([
    download('asked later', 'cancelled', { createdAt: '2026-01-02T00:00:00Z' }),
    download('ended', 'completed', { endedAt: '2026-01-03T00:00:00Z' }),
  ]);
  assert.deepEqual(ids(past), ['ended', 'asked later']);
});

test('the list that is given stays as it was', () => {
  const given = [download('paused', 'paused'), download('moves', 'downloading')];
  inLists(given);
  assert.deepEqual(ids(given), ['paused', 'moves']);
  assert.deepEqual(inLists([]), { current: [], past: [] });
});
