// Calls to the server. All addresses are relative to the page, which may be served below any prefix.
import { detailOf } from './answers.js';
import { text } from './texts.js';

const PATIENCE_MS = 60000;

/** A refusal with a sentence for the user; `english` tells that it came from the API, which speaks no other language. */
class Refusal extends Error {
  constructor(status, detail) {
    super(detail ?? text(status === 0 ? 'connection.none' : 'connection.status', { status }));
    this.status = status;
    this.english = detail !== undefined;
  }
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body = {}, options) => call('POST', path, body, options);
export const put = (path, body) => call('PUT', path, body);
export const remove = path => call('DELETE', path);

/** HTML of a fragment. */
export async function markup(path) {
  const answer = await ask('GET', path);
  const html = await answer.text();
  if (!answer.ok) {
    throw new Refusal(answer.status);
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

/** Address of a repository below ./api/v1/repos or ./api/v1/library. */
export function repoPath(base, types, repo) {
  return `./api/v1/${base}/${types}/${repo.split('/').map(encodeURIComponent).join('/')}`;
}

async function call(method, path, body, options) {
  const answer = await ask(method, path, body, options);
  const json = parsed(await answer.text());
  if (!answer.ok) {
    throw new Refusal(answer.status, detailOf(json));
  }
  return { status: answer.status, body: json };
}

async function ask(method, path, body, { patience = PATIENCE_MS, signal } = {}) {
  const timeout = AbortSignal.timeout(patience);
  try {
    return await fetch(path, {
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
}

function parsed(body) {
  try {
    return body ? JSON.parse(body) : null;
  } catch {
    return null;
  }
}
