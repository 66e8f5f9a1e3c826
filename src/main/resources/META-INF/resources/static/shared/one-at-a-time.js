// Work that is asked for more often than it can be done.

/**
 * A function that runs `work`, never twice at a time: those who ask while it runs share one run after it, which sees all that
 * they know of.
 *
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>} the promise of a run that began after it was asked for
 */
export function oneAtATime(work) {
  let running = null;
  let next = null;

  function start() {
    next = null;
    running = Promise.resolve()
      .then(work)
      .finally(() => {
        running = null;
      });
    return running;
  }

  return () => {
    if (!running) {
      return start();
    }
    next ??= running.then(start, start);
    return next;
  };
}
