// Calls to the server. All addresses are relative to the page, which may be served below any prefix.
import { choicesOf, detailOf, kindOf, nextOf, parametersOf, suggestionsOf } from './api-model.js';
import { told } from './problem-text.js';
import { text } from './texts.js';

const TIMEOUT_MS = 60000;
const NAME = /^[\w.-]+(\/[\w.-]+)?$/;

/** A refusal with a sentence for the user; `english` tells that it came from the API, which speaks no other language. */
class Refusal extends Error {
  constructor(status, detail, kind = null, { choices = [], parameters = {}, suggestions = [] } = {}) {
    const whole = told(kind, parameters);
    super(whole ?? detail ?? text(status === 0 ? 'connection.none' : 'connection.status', { status }));
    this.status = status;
    this.kind = kind;
    this.choices = choices;
    this.parameters = parameters;
    this.suggestions = suggestions;
    this.english = detail !== undefined && whole === null;
  }
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body = {}, options) => call('POST', path, body, options);
export const put = (path, body) => call('PUT', path, body);
export const remove = path => call('DELETE', path);

/**
 * All entries of a list, of which an answer has a part; its header leads to the next one.
 * @param {string} path without a query
 * @param {{ timeoutMs?: number, signal?: AbortSignal }} [options]
 */
export async function getList(path, options) {
  const all = [];
  for (let query = ''; query !== null; ) {
    const part = await call('GET', path + query, undefined, options);
    all.push(...part.body);
    query = part.next;
  }
  return all;
}

/** HTML of a fragment. */
export async function markup(path) {
  const answer = await ask('GET', path);
  const html = await answer.text();
  if (!answer.ok) {
    throw refusal(answer.status, parsed(html));
  }
  return html;
}

/** HTML as a document of its own: nothing in it runs. */
export function parse(html) {
  return new DOMParser().parseFromString(html, 'text/html').body;
}

/** A fragment as a document of its own. */
export async function fragment(path) {
  return parse(await markup(path));
}

/**
 * Address of a repository below ./api/v1/repos or ./api/v1/library. A name may have come from anywhere: one with `..` in it,
 * which a browser would walk up with, is refused here with a sentence.
 */
export function repoPath(base, types, repo) {
  if (!isName(repo)) {
    throw new Refusal(400, text('choosing.noName', { name: repo }));
  }
  return `./api/v1/${base}/${types}/${repo.split('/').map(encodeURIComponent).join('/')}`;
}

/** Whether it is written as the name of a repository is, with or without its owner. */
export function isName(repo) {
  return NAME.test(repo) && !repo.split('/').some(part => /^\.+$/.test(part));
}

async function call(method, path, body, options) {
  const answer = await ask(method, path, body, options);
  const json = parsed(await answer.text());
  if (!answer.ok) {
    throw refusal(answer.status, json);
  }
  return { status: answer.status, body: json, next: nextOf(answer.headers.get('Link')) };
}

function refusal(status, json) {
  return new Refusal(status, detailOf(json), kindOf(json), {
    choices: choicesOf(json),
    parameters: parametersOf(json),
    suggestions: suggestionsOf(json),
  });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {{ timeoutMs?: number, signal?: AbortSignal }} [options]
 */
async function ask(method, path, body, { timeoutMs = TIMEOUT_MS, signal } = {}) {
  const timeout = AbortSignal.timeout(timeoutMs);
  let answer;
  try {
    answer = await fetch(path, {
      method,
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Refusal(0);
  }
  if (answer.status === 401 && answer.headers.get('WWW-Authenticate')?.includes('hf-downloader')) {
    location.reload(); // the session has ended: the server leads to the login, and from there back here
  }
  return answer;
}

function parsed(body) {
  try {
    return body ? JSON.parse(body) : null;
  } catch {
    return null;
  }
}
