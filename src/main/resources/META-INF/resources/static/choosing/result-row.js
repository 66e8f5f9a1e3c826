// One repository that was found: what it is called, what it is, and whether it fits.
import { ago, bytes, compact, localDate, parameters } from '../shared/formats.js';
import { icon } from '../shared/icons.js';
import { showMonogram } from '../shared/monogram.js';
import { fromTemplate } from '../shared/template.js';
import { text } from '../shared/texts.js';
import { taskName } from './task-name.js';

const FORMATS = {
  gguf: 'GGUF',
  safetensors: 'Safetensors',
  mlx: 'MLX',
  onnx: 'ONNX',
  openvino: 'OpenVINO',
  coreml: 'Core ML',
  exl2: 'EXL2',
  exl3: 'EXL3',
  pytorch: 'PyTorch',
};
const MAX_FORMATS = 2;
const KINDS = { vram: 'good', ram: 'warning', tight: 'warning', partly: 'warning', no: 'error' };

/** How a format of weights is written. */
export function formatName(format) {
  return FORMATS[format] ?? format;
}

/**
 * The row of a repository.
 *
 * @param repo as `foundOf` of api-model.js gives it
 * @param fit where it goes in the memory of a machine, or null, see memory-fit.js
 */
export function resultRow(repo, fit) {
  const row = fromTemplate('result');
  const link = row.querySelector('.result-link');
  const cut = repo.name.indexOf('/') + 1;
  link.href = addressOf(repo);
  link.dataset.repo = repo.name;
  link.dataset.type = repo.type;
  link.querySelector('.owner').textContent = repo.name.slice(0, cut);
  link.querySelector('.name').textContent = repo.name.slice(cut);
  showMonogram(row.querySelector('.monogram'), repo.name);
  showMarks(row, repo);
  row.querySelector('.result-facts').replaceChildren(...factsOf(repo));
  showFit(row, fit);
  return row;
}

/** Tells anew whether it is here, and who may have it. */
export function showMarks(row, repo) {
  row.querySelector('.result-marks').replaceChildren(...marksOf(repo));
}

/** Tells anew where it fits: on another machine. */
export function showFit(row, fit) {
  const tag = row.querySelector('.result-fit');
  tag.hidden = fit === null;
  tag.dataset.kind = KINDS[fit] ?? '';
  tag.textContent = fit === null ? '' : text(`search.fit.${fit}`);
}

/** The address of its view, which a browser may open in another tab. */
export function addressOf({ name, type }) {
  return `?${new URLSearchParams(type === 'model' ? { repo: name } : { repo: name, type })}`;
}

function marksOf(repo) {
  return [
    repo.onDisk ? tag('good', text('choosing.here.yes'), 'check') : null,
    repo.gated ? tag('warning', text('choosing.gated'), 'lock') : null,
    repo.isPrivate ? tag('', text('choosing.private'), 'lock') : null,
  ].filter(Boolean);
}

/** What tells most comes first: where there is little room, only that is seen. */
function factsOf(repo) {
  const count = repo.parameters == null ? null : parameters(repo.parameters);
  return [
    count === null
      ? null
      : fact(repo.parametersGuessed ? text('search.about', { what: count }) : count, 'search.parameters'),
    repo.estimatedBytes == null
      ? null
      : fact(text('search.about', { what: bytes(repo.estimatedBytes) }), 'search.memory'),
    repo.task ? fact(taskName(repo.task), 'choosing.fact.task') : null,
    ...(repo.formats ?? []).slice(0, MAX_FORMATS).map(format => fact(formatName(format), 'search.format')),
    countOf('download', 'choosing.downloads', repo.downloads),
    countOf('heart', 'choosing.likes', repo.likes),
    repo.changed ? changed(repo.changed) : null,
    repo.license ? fact(repo.license, 'choosing.fact.license') : null,
  ].filter(Boolean);
}

/** What does not tell by itself what it is has its name before it for those who hear it, and as its tooltip. */
function fact(words, called) {
  const made = element('li', words);
  made.title = text(called);
  made.prepend(unseen(`${made.title} `));
  return made;
}

function countOf(symbol, key, count) {
  if (count == null) {
    return null;
  }
  const made = element('li', '');
  made.title = text(key, { count: compact(count) });
  const shown = element('span', compact(count));
  shown.setAttribute('aria-hidden', 'true');
  made.append(icon(symbol), shown, unseen(made.title));
  return made;
}

function changed(iso) {
  const made = element('li', '');
  const time = element('time', ago(iso));
  time.dateTime = iso;
  time.title = text('choosing.changed', { date: localDate(iso) });
  made.append(time);
  return made;
}

function tag(kind, words, symbol) {
  const made = element('span', words);
  made.className = 'tag';
  made.dataset.kind = kind;
  made.prepend(icon(symbol));
  return made;
}

function unseen(words) {
  const made = element('span', words);
  made.className = 'unseen';
  return made;
}

/** @returns {any} */
function element(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}
