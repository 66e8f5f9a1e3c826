// The arithmetic behind the bytes of cache for each token, in words; ModelShape.java does it.
import { text } from '../shared/texts.js';

/** @param needs what the head of a file tells of memory; its cache is known */
export function cacheFormula({
  layers,
  kvHeads,
  keyLength: key,
  valueLength: value,
  latentLength: latent,
  cacheBytesPerToken: bytes,
}) {
  if (latent != null) {
    return text('formula.latent', { layers, latent, bytes });
  }
  return kvHeads.length === 1
    ? text('formula.heads', { layers, heads: kvHeads[0], key, value, bytes })
    : text('formula.allHeads', { heads: kvHeads.reduce((sum, heads) => sum + heads, 0), key, value, bytes });
}
