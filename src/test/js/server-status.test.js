import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** Whatever the page has there. */
const anything = () =>
  new Proxy(() => {}, {
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === 'hidden' ? true : anything()),
    set: () => true,
    apply: () => anything(),
  });
Object.assign(document, {
  hidden: false,
  getElementById: anything,
  querySelector: anything,
  createElement: anything,
  addEventListener() {},
});
const SYSTEM = {
  freeBytes: 1,
  totalBytes: 2,
  modelsDir: '/models',
  endpoint: 'http://hub',
  limits: {},
  updatesAvailable: 0,
  hub: { reachable: true },
};
globalThis.fetch = async () => new Response(JSON.stringify(SYSTEM));

const { ServerStatus } = await import('../../main/resources/META-INF/resources/static/shared/server-status.js');

test('one that throws when it is told keeps neither the others nor the next look', async context => {
  context.mock.method(console, 'error', () => {});
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const status = new ServerStatus();
  let told = 0;
  status.follow(() => {
    throw new Error('a mistake');
  });
  status.follow(() => told++);
  await status.look();
  assert.equal(told, 1);
  context.mock.timers.tick(5000);
  while (told < 2) {
    await new Promise(resolve => setImmediate(resolve)); // the answer to the look that nobody asked for
  }
});
