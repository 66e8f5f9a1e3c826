import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { planOf } = await import('../../main/resources/META-INF/resources/static/shared/api-model.js');
const { beside, costOf, leftOut, waitsForRoom } = await import(
  '../../main/resources/META-INF/resources/static/choosing/plan-line.js'
);

const PLAN = { repo: 'acme/tiny', folder: 'acme/tiny', files: [], filesLeftOut: 0, leftOut: [], underWay: null };
const named = count => Array.from({ length: count }, (_, index) => ({ path: `${index}?`, reason: 'no' }));

test('it is told what it costs, or why it cannot be had', () => {
  const plan = { toFetch: 818e6, here: 0, seconds: 25, freeAfter: 77e9, fits: true, missing: 0, underWay: false };
  const told = more =>
    costOf({ ...plan, ...more })
      .map(part => `${part.words}${part.strong ? `<${part.strong}>${part.after}` : ''}`)
      .join(' · ');
  assert.equal(told({}), '<818 MB> to download · about 25 s · 77.0 GB free afterwards');
  assert.equal(told({ seconds: null }), '<818 MB> to download · 77.0 GB free afterwards');
  assert.equal(told({ toFetch: 0 }), 'Already on disk');
  assert.equal(told({ fits: false, missing: 3e9 }), 'Not enough space: 3.00 GB short');
  assert.equal(told({ underWay: true, toFetch: 0 }), 'Already in your downloads');
});

test('what does not fit now is told to wait, and what never will is not', () => {
  const plan = { fits: false, everFits: true, underWay: false };
  assert.match(waitsForRoom(plan).join(''), /starts by itself when there is room/);
  for (const other of [{ fits: true }, { everFits: false }, { underWay: true }]) {
    assert.deepEqual(waitsForRoom({ ...plan, ...other }), []);
  }
});

test('a revision beside another one is told its folder', () => {
  assert.deepEqual(beside(planOf(PLAN)), []);
  assert.match(beside(planOf({ ...PLAN, folder: 'acme/tiny@dev' })).join(), /its own folder, acme\/tiny@dev,/);
});

test('files that are left out are named, the first of many', () => {
  assert.deepEqual(leftOut(planOf(PLAN)), []);
  const told = count => leftOut(planOf({ ...PLAN, filesLeftOut: count, leftOut: named(count) })).join('');
  assert.match(told(2), /^ 2 files are left out, .*: "0\?" \(no\); "1\?" \(no\)\.$/);
  assert.match(told(9), /"2\?" \(no\); …$/);
});
