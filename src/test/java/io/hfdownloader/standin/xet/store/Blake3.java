package io.hfdownloader.standin.xet.store;

/**
 * Keyed BLAKE3 of 32 bytes, by Commons Codec: somebody else's code, so that ours does not prove itself. (A version of
 * our own over arrays was right until the second compiler of OpenJDK 17.0.15 had compiled it, and wrong from then on.)
 */
final class Blake3 {

    private static final int HASH_BYTES = 32;

    private Blake3() {}

    static byte[] keyed(byte[] key, byte[] data, int length) {
        return org.apache.commons.codec.digest.Blake3.initKeyedHash(key)
                .update(data, 0, length)
                .doFinalize(HASH_BYTES);
    }
}
