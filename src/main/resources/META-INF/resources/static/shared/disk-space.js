// How much room the server's disk has.
import { get } from './api.js';
import { systemOf } from './api-model.js';
import { bytes, exactBytes } from './formats.js';
import { text } from './texts.js';

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
