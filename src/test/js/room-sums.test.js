import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesOf,
  gigabytesOf,
  lackingOf,
  sumsOf,
} from '../../main/resources/META-INF/resources/static/managing/room-sums.js';

const SUGGESTIONS = [{ bytes: 40e9 }, { bytes: 15e9 }, { bytes: 2e9 }];

test('the first suggestions that make what is wanted are needed', () => {
  assert.deepEqual(sumsOf(SUGGESTIONS, 50e9), { sums: [40e9, 55e9, 57e9], needed: 2, bytes: 55e9 });
  assert.equal(sumsOf(SUGGESTIONS, 40e9).needed, 1);
});

test('without a goal, and where they are not enough, it is all of them', () => {
  assert.deepEqual(sumsOf(SUGGESTIONS, 0), { sums: [40e9, 55e9, 57e9], needed: 3, bytes: 57e9 });
  assert.equal(sumsOf(SUGGESTIONS, 99e9).needed, 3);
  assert.deepEqual(sumsOf([], 5), { sums: [], needed: 0, bytes: 0 });
});

test('what downloads lack is what is beyond what a further one may take', () => {
  assert.equal(lackingOf([{ waiting: 10, available: 4 }]), 6);
  assert.equal(lackingOf([{ waiting: 10, available: -4 }]), 14);
  assert.equal(lackingOf([{ waiting: 10, available: 40 }]), 0);
  assert.equal(
    lackingOf([
      { waiting: 0, available: -40 },
      { waiting: 3, available: 0 },
    ]),
    3,
  );
});

test('a goal is read and written in gigabytes', () => {
  assert.equal(gigabytesOf(50_010_000_000), 50.1);
  assert.equal(bytesOf('50.5'), 50.5e9);
  for (const none of ['', '-1', 'x', 'Infinity']) {
    assert.equal(bytesOf(none), 0);
  }
});
