// Calls to the server. All addresses are relative to the page, which may be served below any prefix.
import { detailOf } from './answers.js';

const PATIENCE_MS = 60000;

/** A refusal with a sentence for the user. */
class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body = {}, options) => call('POST', path, body, options);
export const put = (path, body) => call('PUT', path, body);
export const remove = path => call('DELETE', path);

/** HTML of a fragment as a document of its own: nothing in it runs. */
export async function fragment(path) {
  const answer = await ask('GET', path);
  const text = await answer.text();
  if (!answer.ok) {
    throw new Refusal(answer.status, `The server answered ${answer.status}.`);
  }
  return new DOMParser().parseFromString(text, 'text/html').body;
}

/** Address of a repository below ./api/v1/repos or ./api/v1/library. */
export function repoPath(base, types, repo) {
  return `./api/v1/${base}/${types}/${repo.split('/').map(encodeURIComponent).join('/')}`;
}

async function call(method, path, body, options) {
  const answer = await ask(method, path, body, options);
  const text = await answer.text();
  const json = parsed(text);
  if (!answer.ok) {
    throw new Refusal(answer.status, detailOf(json) ?? `The server answered ${answer.status}. Its log tells more.`);
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
    throw new Refusal(0, 'The server does not answer. Is it running, and is the network up?');
  }
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
