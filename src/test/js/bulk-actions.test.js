import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { inOrder } = await import('../../main/resources/META-INF/resources/static/watching/bulk-actions.js');

test('what runs is paused first, and the queue from its end, so that nothing starts that is to be paused', () => {
  const downloads = [
    { id: 'first', position: 0 },
    { id: 'runs', position: null },
    { id: 'last', position: 2 },
    { id: 'second', position: 1 },
  ];
  const ids = name => inOrder(name, downloads).map(({ id }) => id);
  assert.deepEqual(ids('pause'), ['runs', 'last', 'second', 'first']);
  assert.deepEqual(ids('cancel'), ['runs', 'last', 'second', 'first']);
  assert.deepEqual(ids('retry'), ['first', 'runs', 'last', 'second'], 'as they came');
});
