// Which variant runs on which machine: weights and cache against memory. Arithmetic alone, nothing of the page.

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

/** Where in a machine's memory this much goes: `vram`, `partly` (the rest in RAM), `ram`, or `no` with what is missing. */
export function placeOf(total, { vramBytes, ramBytes }) {
  if (vramBytes > 0 && total <= vramBytes) {
    return { where: 'vram', missing: 0 };
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

/** How many bytes of room this disk lacks for it; 0 when it fits, is here already, or the room is not known. */
export function missingOnDisk(variant, freeBytes) {
  return freeBytes == null || variant.onDisk === 'yes'
    ? 0
    : Math.max(0, variant.bytes + (variant.projector?.size ?? 0) - freeBytes);
}

/**
 * The one to take, or null when none fits: the largest that the best machine holds as a whole, in VRAM if it can be; without
 * machines the one that most people take. Of weights that are no GGUF it is the plain ones; undefined where there are none, as
 * several models may stand side by side, of which nobody knows which one is wanted.
 */
export function recommended(variants, { freeBytes, machines, contextLength, cacheBytesPerToken }) {
  const candidates = variants.filter(
    variant => variant.complete && !variant.duplicate && missingOnDisk(variant, freeBytes) === 0,
  );
  const quantized = candidates.filter(variant => variant.format === 'gguf');
  if (quantized.length === 0) {
    return candidates.length < 2
      ? (candidates[0] ?? null)
      : candidates.find(variant => variant.label === variant.format);
  }
  const best = bestOf(machines);
  if (best === null) {
    return usual(quantized);
  }
  const need = variant => needOf(variant, contextLength, cacheBytesPerToken).total;
  const inVram = largest(quantized.filter(variant => need(variant) <= best.vramBytes));
  if (inVram) {
    return inVram;
  }
  // In plain memory every byte more is time for each token: there the usual one is better than the largest.
  const anywhere = quantized.filter(variant => need(variant) <= best.vramBytes + best.ramBytes);
  return anywhere.length === 0 ? null : (usual(anywhere) ?? smallest(anywhere));
}

function smallest(variants) {
  return variants.reduce((least, variant) => (least === null || variant.bytes < least.bytes ? variant : least), null);
}

function largest(variants) {
  return variants.reduce((most, variant) => (most === null || variant.bytes > most.bytes ? variant : most), null);
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
