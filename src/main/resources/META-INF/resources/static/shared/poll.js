// Asks again and again: about once a second while something moves, slower when nothing does or nobody looks.
import { text } from './texts.js';

const ACTIVE_MS = 1000;
const IDLE_MS = 4000;
const HIDDEN_MS = 15000;
const LOST_MS = [1000, 2000, 4000, 8000];

/**
 * Runs `look`, an async function that tells whether something is active, until the page is left.
 * One run at a time; `now()` of the result asks for one at once.
 */
export function poll(look) {
  const banner = document.getElementById('connection');
  let timer = 0;
  let running = false;
  let again = false;
  let failures = 0;

  async function run() {
    if (running) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = true;
    let pause = IDLE_MS;
    try {
      pause = (await look()) ? ACTIVE_MS : IDLE_MS;
      failures = 0;
      banner.hidden = true;
      delete document.body.dataset.connection;
    } catch (failure) {
      console.warn(failure);
      pause = LOST_MS[Math.min(failures++, LOST_MS.length - 1)];
      if (failures > 1) {
        tell(text('connection.lost'));
      }
    }
    running = false;
    if (again) {
      again = false;
      run();
    } else {
      timer = setTimeout(run, document.hidden ? HIDDEN_MS : pause);
    }
  }

  function tell(text) {
    if (banner.hidden) {
      banner.textContent = text;
      banner.hidden = false;
      document.body.dataset.connection = 'lost'; // what was true of the speed may no longer be
    }
  }

  document.addEventListener('visibilitychange', () => document.hidden || run());
  window.addEventListener('online', run);
  run();
  return { now: run };
}
