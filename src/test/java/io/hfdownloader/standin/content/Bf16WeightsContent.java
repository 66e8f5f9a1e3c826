package io.hfdownloader.standin.content;

/**
 * Half-precision weights (bf16) made while they are read: any mantissa, exponents as trained models have them, so that
 * the content can be packed about as well as that of a real model, by a tenth.
 */
final class Bf16WeightsContent extends Content {

    private static final int RANDOM_PER_BYTE = 2;

    private final Content random;

    Bf16WeightsContent(long seed, long size) {
        super(size);
        random = Content.generated(seed, (size + 1) * RANDOM_PER_BYTE);
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        if (length == 0) {
            return;
        }
        long first = offset & ~1;
        byte[] words = new byte[(int) ((offset + length + 1 & ~1) - first) * RANDOM_PER_BYTE];
        random.read(first * RANDOM_PER_BYTE, words, words.length);
        for (int i = 0; i < length; i++) {
            int at = (int) ((offset + i & ~1) - first) * RANDOM_PER_BYTE;
            int exponent = 114 + Integer.bitCount(words[at + 1] & 0xFF);
            int value = (words[at] & 0x80) << 8 | exponent << 7 | words[at] & 0x7F;
            target[i] = (byte) ((offset + i & 1) == 0 ? value : value >>> 8);
        }
    }
}
