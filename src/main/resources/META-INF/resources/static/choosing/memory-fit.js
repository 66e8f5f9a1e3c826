// Which variant runs on which machine: weights and cache against memory. Arithmetic alone, nothing of the page.

const GIB = 2 ** 30;
const HEADROOM = 0.08;
const MAX_BITS = 8.6; // Q8_0 has 8.5: nobody has measured a loss, and more bits cost only memory
const FULL_BITS = 14;
const FULL_PRECISION = /(^|[^a-z0-9])(bf|fp|f)(16|32)($|[^a-z0-9])/i;

/**
 * What a variant needs in memory.
 *
 * @param variant with `bytes` and, for images, `projector.size`
 * @param cacheBytesPerToken bytes of key/value cache for a token, or null when not known
 */
export function needOf(variant, contextLength, cacheBytesPerToken) {
  const projector = variant.projector?.size ?? 0;
  const cache = cacheBytesPerToken == null ? 0 : contextLength * cacheBytesPerToken;
  return {
    weights: variant.bytes,
    projector,
    cache,
    cacheKnown: cacheBytesPerToken != null,
    total: variant.bytes + projector + cache,
  };
}

/** What of a card's memory models must leave: the driver, a desktop and the buffers of a computation need some. */
export function headroomOf(vramBytes) {
  return Math.max(GIB, Math.round(vramBytes * HEADROOM));
}

/**
 * Where in a machine's memory this much goes: `vram` with room to spare, `tight` with less than that, `partly` (the rest in
 * RAM), `ram`, or `no` with what is missing.
 */
export function placeOf(total, { vramBytes, ramBytes }) {
  if (vramBytes > 0 && total <= vramBytes) {
    return { where: total <= vramBytes - headroomOf(vramBytes) ? 'vram' : 'tight', missing: 0 };
  }
  if (total <= vramBytes + ramBytes) {
    return { where: vramBytes > 0 ? 'partly' : 'ram', missing: 0 };
  }
  return { where: 'no', missing: total - vramBytes - ramBytes };
}

/** The machine with the most VRAM, of equal ones that with more RAM; null when there is none. */
export function bestOf(machines) {
  return machines.reduce(
    (best, machine) =>
      best === null ||
      machine.vramBytes > best.vramBytes ||
      (machine.vramBytes === best.vramBytes && machine.ramBytes > best.ramBytes)
        ? machine
        : best,
    null,
  );
}

/**
 * How many bytes of room this disk lacks for it; 0 when it fits, is here already, or nobody knows: the room, or how much of it
 * has come before. Once it is chosen, the server counts what it costs.
 */
export function missingOnDisk(variant, freeBytes) {
  return freeBytes == null || ['yes', 'partly'].includes(variant.onDisk)
    ? 0
    : Math.max(0, variant.bytes + (variant.projector?.size ?? 0) - freeBytes);
}

/**
 * The one to take, and why: `vram`, the best that leaves room in the machine's VRAM; `tight`, the smallest where none leaves
 * room; `partly` or `ram`, the usual one where VRAM holds none or there is none; `usual` without a machine; `plain` for weights
 * that are no GGUF. More than 8.6 bits a weight are recommended only where there is nothing else. Null when none fits;
 * undefined where nobody knows which one is wanted, as several models stand side by side.
 *
 * @param known `freeBytes` of the disk, `machine` or null, `contextLength`, `cacheBytesPerToken`
 */
export function recommended(variants, { freeBytes, machine, contextLength, cacheBytesPerToken }) {
  const candidates = variants.filter(
    variant => variant.complete && !variant.duplicate && missingOnDisk(variant, freeBytes) === 0,
  );
  const quantized = worthwhile(candidates.filter(variant => variant.format === 'gguf'));
  if (quantized.length === 0) {
    return plain(candidates);
  }
  if (machine === null) {
    return { variant: usual(quantized), reason: 'usual' };
  }
  const where = variant => placeOf(needOf(variant, contextLength, cacheBytesPerToken).total, machine).where;
  const inVram = quantized.filter(variant => where(variant) === 'vram');
  if (inVram.length > 0) {
    return { variant: inVram.reduce((most, variant) => (variant.bytes > most.bytes ? variant : most)), reason: 'vram' };
  }
  const tight = quantized.filter(variant => where(variant) === 'tight');
  if (tight.length > 0) {
    return {
      variant: tight.reduce((least, variant) => (variant.bytes < least.bytes ? variant : least)),
      reason: 'tight',
    };
  }
  // In plain memory every byte more is time for each token: there the usual one is better than the largest.
  const anywhere = quantized.filter(variant => where(variant) !== 'no');
  return anywhere.length === 0 ? null : { variant: usual(anywhere), reason: where(anywhere[0]) };
}

/** Without those of more bits than anybody needs; of what has nothing else, all. */
function worthwhile(variants) {
  const quantized = variants.filter(variant => !isFullPrecision(variant));
  const small = quantized.filter(
    variant => variant.bitsPerWeight == null || variant.bitsPerWeight <= MAX_BITS || /q8_0/i.test(variant.label),
  );
  return [small, quantized].find(list => list.length > 0) ?? variants;
}

function isFullPrecision(variant) {
  return FULL_PRECISION.test(variant.label) || (variant.bitsPerWeight ?? 0) >= FULL_BITS;
}

function plain(candidates) {
  if (candidates.length === 0) {
    return null;
  }
  const variant = candidates.length === 1 ? candidates[0] : candidates.find(each => each.label === each.format);
  return variant && { variant, reason: 'plain' };
}

/** Below five bits a weight quality is still good and the size a third: what model cards recommend most. */
function usual(variants) {
  const named = variants.find(variant => variant.label === 'Q4_K_M');
  if (named) {
    return named;
  }
  const known = variants.filter(variant => variant.bitsPerWeight != null);
  const below = known.filter(variant => variant.bitsPerWeight < 5);
  const bits = variant => variant.bitsPerWeight;
  return below.length > 0
    ? below.reduce((most, variant) => (bits(variant) > bits(most) ? variant : most))
    : (known.reduce((least, variant) => (least === null || bits(variant) < bits(least) ? variant : least), null) ??
        variants[0]);
}
