// How much room the server's disk has.
import { get } from './api.js';
import { systemOf } from './answers.js';
import { bytes, exactBytes } from './formats.js';
import { text } from './texts.js';

const EVERY_MS = 30000;

/** Shows the free space from now on; the promise has the server's first answer, or an empty object. */
export function keepSpaceShown() {
  setInterval(() => document.hidden || showSpace(), EVERY_MS);
  return showSpace();
}

/** Shows it once; the promise has the server's answer, or an empty object. */
export async function showSpace() {
  try {
    const system = systemOf((await get('./api/v1/system')).body);
    const space = document.getElementById('space');
    space.textContent = text('space.free', {
      free: bytes(system.freeBytes),
      total: bytes(system.totalBytes),
      folder: system.modelsDir,
    });
    space.title = text('space.exact', { free: exactBytes(system.freeBytes) });
    return system;
  } catch {
    return {};
  }
}
