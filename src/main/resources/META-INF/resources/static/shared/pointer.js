// A page that moves under a pressed mouse button or finger makes the click miss.

let down = false;
let waiting = [];

addEventListener(
  'pointerdown',
  () => {
    down = true;
  },
  true,
);
addEventListener('pointerup', release, true);
addEventListener('pointercancel', release, true);

/** Resolves when nothing is pressed, so that what is shown may move. */
export function released() {
  return down ? new Promise(resolve => waiting.push(resolve)) : Promise.resolve();
}

function release() {
  down = false;
  const ready = waiting;
  waiting = [];
  setTimeout(() => ready.forEach(resolve => resolve())); // after the click that follows
}
