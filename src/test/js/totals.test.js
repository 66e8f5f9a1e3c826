import assert from 'node:assert/strict';
import { test } from 'node:test';
import './page.js';

const { percentOf, totalsOf } = await import('../../main/resources/META-INF/resources/static/shared/totals.js');

const download = (state, rate, bytesReceived, bytesTotal) => ({ state, rate, bytesReceived, bytesTotal });

test('nothing moves where nothing is downloaded', () => {
  const ended = [download('completed', null, 9, 9), download('paused', null, 4, 9), download('failed', null, 0, 0)];
  for (const downloads of [[], ended]) {
    assert.deepEqual(totalsOf(downloads), { active: 0, moves: false, rate: null, seconds: null, isLeast: false });
    assert.equal(percentOf(downloads), null);
  }
});

test('rates and what is left are added up, also of those that wait for their turn', () => {
  const totals = totalsOf([
    download('downloading', 30, 100, 200),
    download('downloading', 10, 0, 100),
    download('queued', null, 50, 250),
    download('paused', null, 0, 1000),
  ]);
  assert.deepEqual(totals, { active: 3, moves: true, rate: 40, seconds: 10, isLeast: false });
});

test('a size that is not known yet makes the time a least one', () => {
  assert.equal(totalsOf([download('downloading', 10, 0, 100), download('resolving', null, 0, 0)]).isLeast, true);
});

test('a rate that is not known yet is no zero, and a zero has no end', () => {
  assert.deepEqual(totalsOf([download('downloading', null, 0, 100)]).rate, null);
  const stalled = totalsOf([download('downloading', 0, 0, 100)]);
  assert.equal(stalled.rate, 0);
  assert.equal(stalled.seconds, null);
});

test('a hundred percent are told of what is over only', () => {
  assert.equal(percentOf([download('verifying', null, 100, 100)]), 99);
  assert.equal(percentOf([download('downloading', 1, 1, 4), download('queued', null, 0, 96)]), 25);
});
