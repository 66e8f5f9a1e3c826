import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const toasts = [];
const part = () => ({
  dataset: {},
  children: [],
  textContent: '',
  removeAttribute() {},
  replaceChildren(...children) {
    this.children = children;
    this.textContent = children.filter(child => typeof child === 'string').join('');
    if (this.textContent !== '') {
      toasts.push(this.textContent);
    }
  },
});
const buttons = part();
const toast = { ...part(), querySelector: () => buttons, matches: () => false };
const news = { ...part(), closest: () => toast };
Object.assign(document, {
  activeElement: null,
  getElementById: id => (id === 'news' ? news : part()),
  createElement: () => ({ addEventListener() {} }),
});
globalThis.HTMLAnchorElement = class {};
globalThis.setTimeout = () => 0;

const { Updates } = await import('../../main/resources/META-INF/resources/static/managing/updates.js');

const model = name => ({ name, repo: `models/${name}`, path: `/models/${name}` });
const download = (id, name, state, more = {}) => ({ id, type: 'model', folder: name, repo: name, state, ...more });
const DONE = { updateResult: { upToDate: true, filesChanged: 0, filesRemoved: 0, bytesFetched: 0 } };

/** The server answers after `meanwhile` has happened. */
function answering(meanwhile = () => {}) {
  let last = 0;
  globalThis.fetch = async path => {
    meanwhile(path);
    return new Response(JSON.stringify({ id: `d${++last}` }), { status: 202 });
  };
}

test('an update that is over before its start is answered is told once, and here', async () => {
  const updates = new Updates(() => {});
  const ended = download('d1', 'a/x', 'completed', DONE);
  answering(() => {
    assert.equal(updates.tells(ended), true);
    updates.heard([ended]);
  });
  toasts.length = 0;
  await updates.start([model('a/x')]);
  assert.equal(toasts.length, 2);
  assert.match(toasts[0], /^Updating a/);
  assert.match(toasts[1], /up to date/);
  updates.heard([ended]);
  assert.equal(toasts.length, 2);
});

test('one of several that is removed unseen does not keep the others from being told', async () => {
  const updates = new Updates(() => {});
  answering();
  await updates.start([model('a/x'), model('a/y')]);
  const [x, y] = [download('d1', 'a/x', 'downloading'), download('d2', 'a/y', 'downloading')];
  updates.heard([x, y]);
  toasts.length = 0;
  updates.heard([{ ...y, state: 'completed', ...DONE }]);
  assert.equal(toasts.length, 1);
  assert.equal(updates.tells(x), false);
});

test('what could not be started counts among what failed', async () => {
  const updates = new Updates(() => {});
  let asked = 0;
  globalThis.fetch = async () =>
    ++asked === 1
      ? new Response(JSON.stringify({ id: 'started' }), { status: 202 })
      : new Response(JSON.stringify({ detail: 'The Hub has no such repository.' }), { status: 404 });
  toasts.length = 0;
  await updates.start([model('a/x'), model('a/gone'), { ...model('hand-made'), repo: '' }]);
  assert.match(toasts[0], /Updating a\/x\. 2 can’t be updated/);
  updates.heard([download('started', 'a/x', 'completed', DONE)]);
  assert.match(toasts[1], /already up to date: 1 · failed: 2$/);

  await assert.rejects(updates.start([{ ...model('hand-made'), repo: '' }]), /hand-made did not come from the Hub/);
  assert.equal(toasts.length, 2, 'nothing was started');
});
