import './page.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cases } from './parity.js';

document.documentElement.lang = 'zh';
const { told } = await import('../../main/resources/META-INF/resources/static/shared/problem-text.js');

for (const { code, parameters, text } of cases('told')) {
  test(`${code} with ${parameters || 'nothing'} is told`, () => {
    const named = parameters === '' ? [] : parameters.split(',').map(pair => pair.split('='));
    assert.equal(told(code, Object.fromEntries(named)) ?? '', text);
  });
}
