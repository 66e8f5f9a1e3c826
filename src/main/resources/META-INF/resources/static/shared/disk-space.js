// How much room the server's disk has, in the bar at the top.
import { get } from './api.js';
import { systemOf } from './api-model.js';
import { bytes, exactBytes } from './formats.js';
import { keepDirs } from './shown-path.js';
import { text } from './texts.js';

const NEARLY_FULL = 0.95;

/** Shows it once; the promise has the server's answer, or why there is none. */
export async function showSpace() {
  const space = document.getElementById('space');
  try {
    const system = systemOf((await get('./api/v1/system')).body);
    keepDirs(system);
    space.textContent = text('space.free', { free: bytes(system.freeBytes) });
    space.title = text('space.exact', {
      free: exactBytes(system.freeBytes),
      total: bytes(system.totalBytes),
      folder: system.modelsDir,
    });
    showBar(system.totalBytes - system.freeBytes, system.totalBytes);
    return system;
  } catch (failure) {
    if (failure.kind?.startsWith('disk-')) {
      space.textContent = ''; // what was shown is the room on a disk that has gone
    }
    return { failure };
  }
}

function showBar(used, total) {
  const share = total > 0 ? used / total : 0;
  const bar = document.querySelector('#space-bar .disk-used');
  bar.setAttribute('width', String(Math.round(share * 100)));
  bar.setAttribute('data-full', share > NEARLY_FULL ? 'yes' : 'no');
}
