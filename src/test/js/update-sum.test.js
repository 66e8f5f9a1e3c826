import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { sumOf } = await import('../../main/resources/META-INF/resources/static/managing/update-sum.js');

const preview = (toFetch, reusable = 0, fits = true) => ({
  isUnchanged: toFetch === 0,
  toFetch,
  reusable,
  room: { fits },
});

test('of several updates the bytes of those that change are added up, and the others counted', () => {
  assert.deepEqual(sumOf([preview(700, 200), preview(0), null, preview(300, 0, false)], 6), {
    changing: 2,
    same: 1,
    unknown: 3,
    fetch: 1_000,
    reused: 200,
    waiting: 1,
  });
});
