// In which order variants stand, and which of them are seen at first. Nothing of the page.

const AT_FIRST = 6;
const LARGER = 2; // of those around the recommended one
const MIN_FOLDED = 3; // fewer are not worth a click

/**
 * The recommended one, then the rest, largest first. Folded is what is far from the recommended one in size, not on the
 * disk and not to be kept in sight.
 *
 * @param recommended one of them, null when none fits (then the smallest are the nearest), or undefined
 * @param {(variant: any) => boolean} isKept whether it must be seen whatever its size
 */
export function arranged(variants, recommended, isKept) {
  const sorted = [...variants].sort((one, other) => other.bytes - one.bytes || (one.label < other.label ? -1 : 1));
  const rest = sorted.filter(variant => variant !== recommended);
  const room = AT_FIRST - (recommended ? 1 : 0);
  const start = Math.max(0, Math.min(placeIn(rest, recommended) - LARGER, rest.length - room));
  const folded = new Set(
    rest.filter(
      (variant, index) => (index < start || index >= start + room) && variant.onDisk === 'no' && !isKept(variant),
    ),
  );
  return {
    rows: recommended ? [recommended, ...rest] : rest,
    folded: folded.size < MIN_FOLDED ? new Set() : folded,
  };
}

/** Before which of the others it would stand by its size. */
function placeIn(rest, recommended) {
  if (recommended === undefined) {
    return 0;
  }
  const place = recommended === null ? -1 : rest.findIndex(variant => variant.bytes < recommended.bytes);
  return place < 0 ? rest.length : place;
}
