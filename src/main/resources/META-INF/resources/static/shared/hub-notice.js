// That the Hub is out of reach, or slow: one line, with what the server said of it behind a click.
import { shortTime } from './formats.js';
import { has, text } from './texts.js';
import { told } from './wait-reasons.js';

const SLOW_SECONDS = 5;

/** By the cause of an outage: the problem that it is, and which of those. */
const PROBLEMS = {
  'connection-refused': ['hub-unavailable', 'refused'],
  timeout: ['hub-unavailable', 'timeout'],
  'unknown-host': ['hub-unavailable', 'dns'],
  tls: ['hub-unavailable', 'tls'],
  network: ['hub-unavailable', 'broken'],
  'server-error': ['hub-unavailable', 'status'],
  'not-a-hub': ['not-a-hub', 'plain'],
  'proxy-refused': ['proxy-refused', 'proxy'],
};
const USUAL_HUB = 'huggingface.co';

export class HubNotice {
  #notice = document.getElementById('hub');
  #line = this.#notice.querySelector('p');
  #details = this.#notice.querySelector('details');
  #shown = '';

  /** To be called with each answer of the server about itself. */
  show({ endpoint, hub }) {
    const isOut = hub.reachable === false;
    const line = isOut ? outage(endpoint, hub) : slowness(endpoint, hub);
    const reason = isOut ? detailsOf(endpoint, hub) : '';
    if (this.#shown === line + reason) {
      return; // or screen readers would hear it again and again
    }
    this.#shown = line + reason;
    this.#line.textContent = line;
    this.#details.hidden = reason === '';
    this.#details.querySelector('p').replaceChildren(reason);
    this.#notice.hidden = line === '';
  }
}

function outage(endpoint, { since, cause }) {
  const known = has(`hub.cause.${cause}`) ? text(`hub.cause.${cause}`) : text('hub.cause.network');
  const values = { hub: nameOf(endpoint), cause: known };
  const what = since ? text('hub.outSince', { ...values, time: shortTime(since) }) : text('hub.out', values);
  return text('hub.resumes', { what });
}

/** What the server said of it, and what to check. */
function detailsOf(endpoint, { cause, reason }) {
  const [kind, which] = PROBLEMS[cause] ?? PROBLEMS.network;
  return told(kind, { endpoint, reason: which }) ?? reason ?? '';
}

/** A Hub that takes its time is not out of reach. */
function slowness(endpoint, { silentSeconds }) {
  return (silentSeconds ?? 0) < SLOW_SECONDS ? '' : text('hub.slow', { hub: nameOf(endpoint), seconds: SLOW_SECONDS });
}

/** A mirror is called by its address. */
function nameOf(endpoint) {
  const { host } = new URL(endpoint);
  return host === USUAL_HUB ? text('hub.name') : host;
}
