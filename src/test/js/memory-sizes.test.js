import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, printed, unified } from '../../main/resources/META-INF/resources/static/shared/memory-sizes.js';

const GIB = 2 ** 30;

test('sizes are read as they are printed on the box, and written so', () => {
  for (const [written, gib] of [
    ['24', 24],
    [' 24 GB ', 24],
    ['10,67', 10.67],
    ['0.5GiB', 0.5],
  ]) {
    assert.equal(bytesOf(written), Math.round(gib * GIB), written);
    assert.equal(printed(bytesOf(written)), String(gib));
  }
  assert.equal(bytesOf(''), 0);
  assert.equal(printed(0), '');
});

test('what is no size is none', () => {
  for (const written of ['lots', '-1', '1e3', '24 TB', '1.2.3']) {
    assert.ok(Number.isNaN(bytesOf(written)), written);
  }
});

test('a Mac keeps a part of its memory from the graphics, and none is lost', () => {
  for (const [size, vram] of [
    [16, '10.67'],
    [32, '21.33'],
    [48, '36'],
    [64, '48'],
  ]) {
    const { vramBytes, ramBytes } = unified(size);
    assert.equal(printed(vramBytes), vram);
    assert.equal(vramBytes + ramBytes, size * GIB);
  }
});
