import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escaped, matcher } from '../../main/resources/META-INF/resources/static/choosing/globs.js';
import { cases } from './parity.js';

for (const { pattern, path, matches } of cases('globs')) {
  test(`${pattern} ${matches === 'true' ? 'matches' : 'leaves'} ${path}`, () => {
    assert.equal(matcher(pattern)(path), matches === 'true');
  });
}

test('an escaped text matches itself alone', () => {
  for (const text of ['a[1].txt', 'what?.bin', 'a*b', '[!x]', ']', '']) {
    assert.equal(matcher(escaped(text))(text), true, text);
  }
  assert.equal(matcher(escaped('a[1].txt'))('a1.txt'), false);
  assert.equal(matcher(escaped('a*b'))('aXb'), false);
});

test('an empty pattern matches the empty path alone', () => {
  assert.equal(matcher('')(''), true);
  assert.equal(matcher('')('a'), false);
});

test('a pattern made to backtrack ends', () => {
  assert.equal(matcher(`${'*a'.repeat(300)}b`)('a'.repeat(2000)), false);
});
