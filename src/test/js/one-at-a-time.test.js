import assert from 'node:assert/strict';
import { test } from 'node:test';

const { oneAtATime } = await import('../../main/resources/META-INF/resources/static/shared/one-at-a-time.js');

/** Work that ends when it is told to, in order. */
function slowWork() {
  const ends = [];
  let atWork = 0;
  const work = () => {
    atWork++;
    assert.equal(atWork, 1, 'at a time');
    return new Promise((resolve, reject) => {
      ends.push({ resolve, reject });
    }).finally(() => {
      atWork--;
    });
  };
  return { ends, work };
}
const settled = () => new Promise(resolve => setImmediate(resolve));

test('whoever asks while it runs shares one run after it', async () => {
  const { ends, work } = slowWork();
  const ask = oneAtATime(work);
  const first = ask();
  await settled();
  const later = [ask(), ask(), ask()];
  await settled();
  assert.equal(ends.length, 1);
  ends[0].resolve();
  await first;
  await settled();
  assert.equal(ends.length, 2);
  const last = ask(); // what began before may not know of this
  ends[1].resolve();
  await Promise.all(later);
  await settled();
  assert.equal(ends.length, 3);
  ends[2].resolve();
  await last;
  ask();
  await settled();
  assert.equal(ends.length, 4);
});

test('one that fails keeps nobody', async () => {
  const { ends, work } = slowWork();
  const ask = oneAtATime(work);
  const first = ask();
  await settled();
  const next = ask();
  ends[0].reject(new Error('away'));
  await assert.rejects(first, /away/);
  await settled();
  ends[1].resolve();
  await next;
});
