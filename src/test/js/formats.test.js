import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases } from './parity.js';

const { bytes, compact, duration, exactBytes, exactPart, memory, part, rate } = await import(
  '../../main/resources/META-INF/resources/static/shared/formats.js'
);

for (const row of cases('sizes')) {
  test(`${row.bytes} bytes read ${row.text}`, () => assert.equal(bytes(Number(row.bytes)), row.text));
}

for (const { seconds, text } of cases('durations')) {
  test(`${seconds} seconds read ${text}`, () => assert.equal(duration(Number(seconds)), text));
}

test('what is not known is a dash', () => {
  assert.equal(rate(null), '–');
  assert.equal(rate(undefined), '–');
  assert.equal(duration(null), '–');
  assert.equal(duration(-1), '–');
});

test('a rate of nothing is no unknown one', () => {
  assert.equal(rate(0), '0 bytes/s');
  assert.equal(rate(1500), '1.50 kB/s');
});

test('exact sizes are grouped in thousands', () => {
  assert.equal(exactPart(1_234_567, 4_920_734_656), '1,234,567 of 4,920,734,656 bytes');
  assert.equal(exactBytes(1), '1 byte');
  assert.equal(part(999, 1000), '999 bytes of 1.00 kB');
});

test('memory is told in powers of two', () => {
  assert.equal(memory(24 * 2 ** 30), '24 GiB');
  assert.equal(memory(1.5 * 2 ** 30), '1.5 GiB');
  assert.equal(memory(2 ** 20 + 1), '2 MiB');
  assert.equal(memory(0), '0 GiB');
});

test('large counts are short', () => {
  assert.equal(compact(12_345), '12.3K');
  assert.equal(compact(7), '7');
});
