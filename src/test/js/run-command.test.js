import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { commandsOf, pathOf, quoted } from '../../main/resources/META-INF/resources/static/shared/run-command.js';

const FOLDER = '/models/acme/quants-GGUF';
const GGUF = {
  repo: 'acme/quants-GGUF',
  type: 'model',
  revision: 'main',
  path: FOLDER,
  primaryPath: `${FOLDER}/quants-Q4_K_M.gguf`,
  projectorPath: null,
  format: 'gguf',
  contextLength: 8192,
};
const commands = what => Object.fromEntries(commandsOf(what).map(({ tool, command }) => [tool, command]));

test('a GGUF file is run by llama-server and Ollama, with its projector and its context', () => {
  assert.deepEqual(commands(GGUF), {
    'llama-server': `llama-server -m ${FOLDER}/quants-Q4_K_M.gguf -c 8192`,
    ollama: `printf 'FROM %s\\n' ${FOLDER}/quants-Q4_K_M.gguf > Modelfile && ollama create quants-q4_k_m -f Modelfile && ollama run quants-q4_k_m`,
    hf: 'hf download acme/quants-GGUF quants-Q4_K_M.gguf',
  });
  const seeing = commands({ ...GGUF, projectorPath: `${FOLDER}/mmproj-F16.gguf`, contextLength: 32768 });
  assert.match(seeing['llama-server'], /--mmproj \S+\/mmproj-F16\.gguf -c 32768$/);
  assert.match(seeing.ollama, /Q4_K_M\.gguf \S+\/mmproj-F16\.gguf > Modelfile/);
  assert.equal(seeing.hf, 'hf download acme/quants-GGUF quants-Q4_K_M.gguf mmproj-F16.gguf');
});

test('one in parts is run by its first part, fetched with all of them, and left to Ollama by its name', () => {
  const parts = commands({ ...GGUF, primaryPath: `${FOLDER}/BF16/q[1]-00001-of-00003.gguf` });
  assert.match(parts['llama-server'], /'\/models\/acme\/quants-GGUF\/BF16\/q\[1\]-00001-of-00003\.gguf' -c/);
  assert.equal(parts.ollama, 'ollama run hf.co/acme/quants-GGUF');
  assert.equal(parts.hf, "hf download acme/quants-GGUF --include 'BF16/q[[]1]-*-of-00003.gguf'");
});

test('safetensors are served from their folder', () => {
  const what = {
    ...GGUF,
    format: 'safetensors',
    path: '/models/acme/tiny',
    primaryPath: '/models/acme/tiny/m.safetensors',
  };
  assert.equal(commands(what).vllm, 'vllm serve /models/acme/tiny');
  assert.equal(commands(what).hf, 'hf download acme/quants-GGUF', 'with all that stands beside the weights');
  assert.equal(pathOf(what), '/models/acme/tiny');
  assert.equal(pathOf(GGUF), GGUF.primaryPath);
});

test('what is no model, or of which nothing is known, is fetched only', () => {
  const unknown = {
    repo: 'a/b',
    type: 'dataset',
    revision: 'v1',
    path: '/m/datasets/a/b',
    include: ['*.csv'],
    exclude: ['x'],
  };
  assert.deepEqual(commands(unknown), {
    hf: "hf download a/b --repo-type dataset --revision v1 --include '*.csv' --exclude x",
  });
  assert.deepEqual(commands({ ...unknown, repo: '' }), {});
  assert.equal(pathOf(unknown), '/m/datasets/a/b');
});

test('a name that reads as an option is none', () => {
  assert.equal(commands({ ...GGUF, primaryPath: `${FOLDER}/-rf.gguf` }).hf, 'hf download acme/quants-GGUF -- -rf.gguf');
});

test('a name with a line in it is no instruction for Ollama', () => {
  const what = commands({ ...GGUF, primaryPath: `${FOLDER}/a\nADAPTER b.gguf` });
  assert.equal(what.ollama, undefined);
  assert.doesNotMatch(what['llama-server'], /\n/);
});

const HOSTILE = [
  'plain.gguf',
  'two words',
  "it's",
  '$(touch /tmp/x) `id` "q" \\ ! * ? [a] {b,c} ~ # & ; | < >',
  "'; rm -rf / #",
  'line\nbreak\ttab',
  'right\u202eleft \u200b \u2028 \u0007',
  "'\n'",
  '模型 é',
  '=ls',
  '-n',
  '',
];

test('whatever a name is, a shell reads it as one word', () => {
  const script = `for word in ${HOSTILE.map(quoted).join(' ')}; do printf '%s\\0' "$word"; done`;
  const read = execFileSync('bash', ['-c', script], { env: { LC_ALL: 'C.UTF-8' } }).toString();
  assert.deepEqual(read.split('\0').slice(0, -1), HOSTILE);
});

test('nothing in a command is unseen', () => {
  for (const word of HOSTILE) {
    assert.doesNotMatch(quoted(word), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});
