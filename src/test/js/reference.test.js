import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { bodyOf, isReference, NOTHING, partOf, searchedFor, typed } = await import(
  '../../main/resources/META-INF/resources/static/choosing/reference.js'
);
const { isName, repoPath } = await import('../../main/resources/META-INF/resources/static/shared/api.js');

const REPO = { kind: 'repo', repo: 'o/n', type: 'model', revision: null, ...NOTHING };

test('a body names only what is wanted', () => {
  assert.deepEqual(bodyOf(REPO), { repo: 'o/n', type: 'model' });
  assert.deepEqual(bodyOf({ ...REPO, revision: 'v1', variants: ['Q2_K'], exclude: ['b'] }), {
    repo: 'o/n',
    type: 'model',
    revision: 'v1',
    variants: ['Q2_K'],
    exclude: ['b'],
  });
});

test('a bare name is of the type that the form says, an address of its own, a name with a variant a model', () => {
  assert.equal(typed(REPO, ' o/n ', 'dataset').type, 'dataset');
  assert.equal(typed(REPO, 'https://hub.example/o/n', 'dataset').type, 'model');
  assert.equal(typed({ ...REPO, variants: ['Q4_K_M'] }, 'o/n:Q4_K_M', 'space').type, 'model');
  assert.equal(typed({ ...REPO, type: 'space' }, 'o/n', 'dataset').type, 'space');
});

test('words are searched for, and the part of a name that is there', () => {
  const words = { kind: 'search', words: 'tiny llama', type: 'model', text: 'tiny llama' };
  assert.equal(searchedFor([words]), 'tiny llama');
  assert.equal(searchedFor([{ ...REPO, text: 'o/n' }]), 'o/n');
  assert.equal(searchedFor([{ ...REPO, text: 'hf download o/n' }]), '');
  assert.equal(searchedFor([{ ...words, words: 'a' }]), '');
  assert.equal(searchedFor([{ kind: 'unreadable', text: '##' }]), '');
  assert.equal(searchedFor([words, words]), '');
});

test('what was kept outside the page is looked at before it is believed', () => {
  assert.equal(isReference(REPO), true);
  assert.equal(isReference({ kind: 'search', words: 'a', type: 'model' }), true);
  assert.equal(isReference({ kind: 'unreadable', text: 'a' }), true);
  for (const other of [
    null,
    undefined,
    7,
    {},
    { kind: 'repo', repo: 'o/n' },
    { ...REPO, include: [1] },
    { ...REPO, notes: 'a' },
  ]) {
    assert.equal(isReference(other), false);
  }
});

test('parts are told in few words', () => {
  assert.deepEqual(partOf({ variants: ['a'], include: ['b'], exclude: ['c'] }), ['a', 'b', '−c']);
  assert.deepEqual(partOf(NOTHING), []);
});

test('a name that a browser would walk up with is refused', () => {
  assert.equal(repoPath('repos', 'models', 'o/n'), './api/v1/repos/models/o/n');
  assert.equal(isName('gpt2'), true);
  for (const name of ['../x', 'o/..', 'a/b/c', '', 'o n', '.']) {
    assert.equal(isName(name), false, name);
    assert.throws(() => repoPath('repos', 'models', name), { status: 400 });
  }
});
