// How much room the server's disk has.
import { get } from './api.js';
import { systemOf } from './answers.js';
import { bytes, exactBytes } from './formats.js';

const EVERY_MS = 30000;

/** Shows the free space from now on; the promise has the server's first answer, or an empty object. */
export function keepSpaceShown() {
  setInterval(() => document.hidden || show(), EVERY_MS);
  return show();
}

async function show() {
  try {
    const system = systemOf((await get('./api/v1/system')).body);
    const space = document.getElementById('space');
    space.textContent = `${bytes(system.freeBytes)} of ${bytes(system.totalBytes)} free in ${system.modelsDir}`;
    space.title = `${exactBytes(system.freeBytes)} free`;
    return system;
  } catch {
    return {};
  }
}
