// How much room the server's disk has.
import { get } from './api.js';
import { systemOf } from './api-model.js';
import { bytes, exactBytes } from './formats.js';
import { text } from './texts.js';

/** Shows it once; the promise has the server's answer, or why there is none. */
export async function showSpace() {
  const space = document.getElementById('space');
  try {
    const system = systemOf((await get('./api/v1/system')).body);
    space.textContent = text('space.free', {
      free: bytes(system.freeBytes),
      total: bytes(system.totalBytes),
      folder: system.modelsDir,
    });
    space.title = text('space.exact', { free: exactBytes(system.freeBytes) });
    return system;
  } catch (failure) {
    if (failure.kind?.startsWith('disk-')) {
      space.textContent = ''; // what was shown is the room on a disk that has gone
    }
    return { failure };
  }
}
