import assert from 'node:assert/strict';
import { test } from 'node:test';
import './page.js';
import {
  detailOf,
  foundOf,
  kindOf,
  largestOf,
  lostWith,
  nameOf,
  nextOf,
  revisionKeyOf,
  runnableOf,
} from '../../main/resources/META-INF/resources/static/shared/api-model.js';

const named = more => nameOf({ repo: 'o/n', revision: 'main', variants: [], include: [], exclude: [], ...more });

test('a name tells which part of a repository it is', () => {
  assert.equal(named({}), 'o/n');
  assert.equal(named({ variants: ['Q4_K_M'] }), 'o/n (Q4_K_M)');
  assert.equal(named({ include: ['*.json'], exclude: ['b'] }), 'o/n (*.json, !b)');
  assert.equal(named({ variants: ['a', 'b', 'c', 'd'] }), 'o/n (a, b, c, …)');
  assert.equal(named({ quantPattern: 'Q2' }), 'o/n (Q2)');
  assert.equal(named({ quantPattern: ' ' }), 'o/n');
});

test('a name tells the revision where it is not the usual one', () => {
  assert.equal(named({ revision: 'v1' }), 'o/n@v1');
  assert.equal(named({ revision: '0123456789abcdef0123456789abcdef01234567' }), 'o/n@0123456');
});

test('a card gets other markup with its state, its commit and its first size', () => {
  assert.equal(revisionKeyOf({ state: 'resolving', commit: null, bytesTotal: 0 }), 'resolving  false');
  assert.equal(revisionKeyOf({ state: 'downloading', commit: 'c', bytesTotal: 9 }), 'downloading c true');
});

test('a completed download loses nothing when it is forgotten', () => {
  assert.equal(lostWith({ state: 'completed', bytesReceived: 9, bytesVerified: 4 }), 0);
  assert.equal(lostWith({ state: 'failed', bytesReceived: 9, bytesVerified: 4 }), 5);
  assert.equal(lostWith({ state: 'failed', bytesReceived: 4, bytesVerified: 9 }), 0);
});

test('errors of both kinds are read', () => {
  assert.equal(kindOf({ type: 'urn:hf-downloader:problem:repo-not-found' }), 'repo-not-found');
  assert.equal(kindOf({ error: 'no' }), null);
  assert.equal(kindOf(null), null);
  assert.equal(detailOf({ detail: 'one', title: 'two' }), 'one');
  assert.equal(detailOf({ error: 'three' }), 'three');
  assert.equal(detailOf(null), undefined);
});

test('the header of a part of a list tells what to ask for next', () => {
  assert.equal(nextOf('<library?limit=2&cursor=bGli_-x>; rel="next"'), '?limit=2&cursor=bGli_-x');
  assert.equal(nextOf('<https://host/base/downloads?cursor=x>; rel="next"'), '?cursor=x');
  assert.equal(nextOf('<library?cursor=x>; rel="prev"'), null);
  assert.equal(nextOf(null), null);
});

test('the largest models come first', () => {
  const models = [1, 3, 2].map(sizeBytes => ({ repo: `m${sizeBytes}`, sizeBytes }));
  assert.deepEqual(largestOf(models, 2), [
    { name: 'm3', size: 3 },
    { name: 'm2', size: 2 },
  ]);
});

test('a repository that was found tells what the model is and whether it is here', () => {
  const found = {
    repo: 'o/n-GGUF',
    type: 'model',
    gated: true,
    task: 'text-generation',
    formats: ['gguf'],
    parameters: 8e9,
    parametersGuessed: true,
    estimatedBytes: 4.89e9,
    onDisk: true,
  };
  const [repo] = foundOf([found]);
  assert.equal(repo.name, 'o/n-GGUF');
  assert.deepEqual(repo.formats, ['gguf']);
  assert.equal(repo.estimatedBytes, 4.89e9);
  assert.equal(repo.parametersGuessed && repo.gated && repo.onDisk, true);
});

test('where files are is not known before the server has said where all are, or what they are', () => {
  const download = {
    repo: 'o/n',
    folder: 'o/n',
    type: 'model',
    revision: 'main',
    variants: [],
    include: [],
    exclude: [],
  };
  assert.equal(runnableOf(download, ''), null);
  assert.equal(runnableOf(download, '/models').path, '/models/o/n');
  assert.equal(runnableOf({ ...download, result: { path: '/else/o/n' } }, '').path, '/else/o/n');
});
