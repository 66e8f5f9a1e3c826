import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const STATIC = '../../main/resources/META-INF/resources/static';
const { forwards } = await import(`${STATIC}/watching/progress-bar.js`);
const { thousandths } = await import(`${STATIC}/shared/formats.js`);
const { nowOf } = await import(`${STATIC}/watching/row-numbers.js`);
const { pathsOf } = await import(`${STATIC}/watching/rate-graphs.js`);
const { keepDirs, shownPath } = await import(`${STATIC}/shared/shown-path.js`);

const VIEW = { state: 'downloading', waiting: null, bytesTotal: 2_000_000, bytesReceived: 1_000_000, position: null };
const told = more => nowOf({ ...VIEW, rate: null, etaSeconds: null, ...more }).text;

test('a full bar is for what is completed alone', () => {
  assert.equal(thousandths(5, 5, false), 990);
  assert.equal(thousandths(0, 0, false), 0);
  assert.equal(thousandths(0, 0, true), 1000);
  assert.equal(thousandths(1, 3, false), 333);
});

test('a bar does not run backwards where bytes are counted anew, but where a file comes anew', () => {
  assert.equal(forwards(420, 400), 420);
  assert.equal(forwards(390, 400), 400);
  assert.equal(forwards(100, 400), 100);
});

test('a row tells what matters in its state', () => {
  assert.equal(told({ rate: 16_400_000, etaSeconds: 62 }), '16.4 MB/s · 1 min 2 s');
  assert.equal(told({}), '–');
  assert.equal(told({ state: 'queued', position: 0 }), 'Next · 2.00 MB');
  assert.equal(told({ state: 'queued', position: 4, bytesTotal: 0 }), '#5');
  assert.equal(told({ state: 'paused' }), '1.00 MB of 2.00 MB');
  assert.equal(told({ state: 'completed' }), '2.00 MB');
  assert.equal(told({ state: 'completed', updateResult: {} }), '', 'which its row tells beside it');
  assert.equal(told({ state: 'failed' }), '');
  assert.equal(told({ state: 'resolving' }), '');
});

test('a wait is told with its end, and its reason on demand', () => {
  const waiting = { reason: 'The Hub does not answer.', code: 'hub-unavailable', until: null };
  assert.deepEqual(nowOf({ ...VIEW, waiting }), { waits: true, text: 'Waiting', title: waiting.reason });
  assert.match(told({ waiting: { ...waiting, until: new Date().toISOString() } }), /^Waiting · retry \d\d:\d\d:\d\d/);
  assert.equal(nowOf({ ...VIEW, state: 'queued', position: 1, waiting }).waits, false);
});

test('a graph is as wide as the time there is', () => {
  assert.equal(pathsOf([0, 10]).line, 'M0 39L120 2');
  assert.equal(pathsOf([0, 10, 5]).line, 'M0 39L60 2L120 20.5');
  assert.match(pathsOf([0, 10]).area, /L120 40L0 40Z$/);
});

test('paths are shown as the reader knows the folder', () => {
  keepDirs({ modelsDir: '/models', shownDir: '/mnt/nas/llm' });
  assert.equal(shownPath('/models/acme/x'), '/mnt/nas/llm/acme/x');
  assert.equal(shownPath('/models'), '/mnt/nas/llm');
  assert.equal(shownPath('/models2/acme'), '/models2/acme');
  assert.equal(shownPath('/elsewhere/x'), '/elsewhere/x');
  assert.equal(shownPath(null), null);
  keepDirs({ modelsDir: '/models', shownDir: 'D:\\llm' });
  assert.equal(shownPath('/models/acme/x'), 'D:\\llm\\acme\\x');
});
