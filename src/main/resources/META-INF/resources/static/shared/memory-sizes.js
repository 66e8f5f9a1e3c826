// Memory as people write it: the number on the box of a card or module, which counts in powers of two. Nothing of the page.
const GIB = 2 ** 30;
export const MAX_BYTES = 2 ** 50; // as in Machines.java

/** As it is printed on the box: 24. */
export function printed(bytes) {
  return bytes ? String(Math.round((bytes / GIB) * 100) / 100) : '';
}

/** Bytes of what was written; 0 for nothing, NaN for no size. */
export function bytesOf(written) {
  const number = written
    .trim()
    .replace(',', '.')
    .replace(/\s*(GB|GiB|G)$/i, '');
  return number === '' ? 0 : /^\d+(\.\d+)?$/.test(number) ? Math.round(Number(number) * GIB) : Number.NaN;
}

/**
 * Of memory that a Mac's processor and graphics share, macOS gives the graphics two thirds, above 36 GB three quarters. What it
 * keeps back counts as the machine's own memory, so that both together are what is printed on the box.
 */
export function unified(gigabytes) {
  const total = gigabytes * GIB;
  const vramBytes = Math.round(gigabytes > 36 ? (total * 3) / 4 : (total * 2) / 3);
  return { vramBytes, ramBytes: total - vramBytes };
}
