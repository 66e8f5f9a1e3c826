// How far suggestions lead to the room that is wanted.

const GB = 1e9;

/**
 * Those that are needed for a goal are the first ones: the server gives the best first.
 *
 * @param {{ bytes: number }[]} suggestions
 * @param {number} goal bytes; 0 for no goal
 * @returns {{ sums: number[], needed: number, bytes: number }} what each makes with those before it, how many are needed (all where
 *     they are not enough), and what those give
 */
export function sumsOf(suggestions, goal) {
  let sum = 0;
  const sums = suggestions.map(({ bytes }) => {
    sum += bytes;
    return sum;
  });
  const reached = goal > 0 ? sums.findIndex(each => each >= goal) : -1;
  const needed = reached < 0 ? sums.length : reached + 1;
  return { sums, needed, bytes: sums[needed - 1] ?? 0 };
}

/**
 * What downloads lack that wait for room, over all disks.
 *
 * @param {{ waiting: number, available: number }[]} volumes
 */
export function lackingOf(volumes) {
  return volumes
    .filter(({ waiting }) => waiting > 0)
    .reduce((sum, { waiting, available }) => sum + Math.max(0, waiting - available), 0);
}

/** A number of gigabytes as people write it, never less than these bytes. */
export function gigabytesOf(bytes) {
  return Math.ceil((bytes / GB) * 10) / 10;
}

/** Bytes of a number of gigabytes as it was typed; 0 for what is none. */
export function bytesOf(gigabytes) {
  const typed = Number(gigabytes);
  return Number.isFinite(typed) && typed > 0 ? typed * GB : 0;
}
