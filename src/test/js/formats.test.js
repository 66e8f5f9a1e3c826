import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases } from './parity.js';

const { ago, bytes, compact, duration, exactBytes, exactPart, part, rate, soldMemory, tokens } = await import(
  '../../main/resources/META-INF/resources/static/shared/formats.js'
);

for (const row of cases('sizes')) {
  test(`${row.bytes} bytes read ${row.text}`, () => assert.equal(bytes(Number(row.bytes)), row.text));
}

for (const { seconds, text } of cases('durations')) {
  test(`${seconds} seconds read ${text}`, () => assert.equal(duration(Number(seconds)), text));
}

for (const { seconds, text } of cases('ago')) {
  const now = Date.parse('2026-01-31T12:00:00Z');
  const moment = new Date(now - Number(seconds) * 1000).toISOString();
  test(`${seconds} seconds before now is ${text}`, () => assert.equal(ago(moment, now), text));
}

test('what is longer ago is told by its day', () => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  assert.equal(ago('2025-12-31T11:59:59Z', now), '31 Dec 2025');
});

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

test('memory is told as it is sold', () => {
  assert.equal(soldMemory(24 * 2 ** 30), '24 GB');
  assert.equal(soldMemory(1.5 * 2 ** 30), '1.5 GB');
  assert.equal(soldMemory(512 * 2 ** 20), '512 MB');
  assert.equal(soldMemory(0), '0 GB');
});

test('a context is told in powers of two', () => {
  assert.equal(tokens(8192), '8k');
  assert.equal(tokens(1_048_576), '1M');
  assert.equal(tokens(40_000), '39.1k');
  assert.equal(tokens(512), '512');
});

test('large counts are short', () => {
  assert.equal(compact(12_345), '12.3K');
  assert.equal(compact(7), '7');
});
