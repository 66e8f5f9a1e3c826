import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { planOf } = await import('../../main/resources/META-INF/resources/static/shared/api-model.js');
const { beside, leftOut } = await import('../../main/resources/META-INF/resources/static/choosing/plan-line.js');

const PLAN = { repo: 'acme/tiny', folder: 'acme/tiny', files: [], filesLeftOut: 0, leftOut: [], underWay: null };
const named = count => Array.from({ length: count }, (_, index) => ({ path: `${index}?`, reason: 'no' }));

test('a revision beside another one is told its folder', () => {
  assert.deepEqual(beside(planOf(PLAN)), []);
  assert.match(beside(planOf({ ...PLAN, folder: 'acme/tiny@dev' })).join(), /folder of its own, acme\/tiny@dev,/);
});

test('files that are left out are named, the first of many', () => {
  assert.deepEqual(leftOut(planOf(PLAN)), []);
  const told = count => leftOut(planOf({ ...PLAN, filesLeftOut: count, leftOut: named(count) })).join();
  assert.match(told(2), /^ 2 files are left out, .*: "0\?" \(no\); "1\?" \(no\)\.$/);
  assert.match(told(9), /"2\?" \(no\); …$/);
});
