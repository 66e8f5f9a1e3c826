// That the Hub is out of reach, or slow: one line, with what the server said of it behind a click.
import { shortTime } from './formats.js';
import { told } from './problem-text.js';
import { has, text } from './texts.js';

const SLOW_SECONDS = 5;

const USUAL_HUB = 'huggingface.co';

export class HubNotice {
  #notice = document.getElementById('hub');
  #line = this.#notice.querySelector('p');
  #details = this.#notice.querySelector('details');
  #shown = null; // the server has written its own of it, which may be over by now

  /** To be called with each answer of the server about itself. */
  show({ endpoint, hub }) {
    const isOut = hub.reachable === false;
    const line = isOut ? outage(endpoint, hub) : slowness(endpoint, hub);
    const reason = isOut ? detailsOf(hub) : '';
    if (this.#shown === line + reason) {
      return; // or screen readers would hear it again and again
    }
    this.#shown = line + reason;
    if (this.#line.textContent !== line) {
      this.#line.textContent = line;
    }
    this.#details.hidden = reason === '';
    const details = this.#details.querySelector('p');
    details.removeAttribute('lang');
    details.replaceChildren(reason);
    this.#notice.hidden = line === '';
  }
}

function outage(endpoint, { since, code, parameters }) {
  const [cause] = [code, parameters?.reason].filter(word => has(`hub.cause.${word}`));
  const values = { hub: nameOf(endpoint), cause: text(`hub.cause.${cause ?? 'broken'}`) };
  const what = since ? text('hub.outSince', { ...values, time: shortTime(since) }) : text('hub.out', values);
  return text('hub.resumes', { what });
}

/** What the server said of it, and what to check. */
function detailsOf({ reason, code, parameters }) {
  return told(code, parameters) ?? reason ?? '';
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
