package io.hfdownloader.header;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types that tensors of a GGUF file have: numbers come in blocks of some bytes. Those of ggml, and those that ik_llama.cpp
 * has beside them; others come up at any time.
 *
 * @param name as it stands in the names of quantizations
 * @param blockSize numbers of a block
 * @param blockBytes bytes of a block
 */
record GgmlType(String name, int blockSize, int blockBytes) {

    private static final Map<Long, GgmlType> KNOWN = new HashMap<>();

    /** ik_llama.cpp numbers the types with interleaved rows so much higher than the plain ones. */
    private static final int INTERLEAVED = 200;

    static {
        plain(0, "F32", 4);
        plain(1, "F16", 2);
        plain(30, "BF16", 2);
        plain(24, "I8", 1);
        plain(25, "I16", 2);
        plain(26, "I32", 4);
        plain(27, "I64", 8);
        plain(28, "F64", 8);
        small(2, "Q4_0", 18);
        small(3, "Q4_1", 20);
        small(6, "Q5_0", 22);
        small(7, "Q5_1", 24);
        small(8, "Q8_0", 34);
        small(9, "Q8_1", 36);
        small(20, "IQ4_NL", 18);
        small(31, "Q4_0_4_4", 18);
        small(32, "Q4_0_4_8", 18);
        small(33, "Q4_0_8_8", 18);
        small(36, "IQ4_NL", 18);
        small(37, "IQ4_NL", 18);
        small(38, "IQ4_NL", 18);
        small(39, "MXFP4", 17);
        KNOWN.put(40L, new GgmlType("NVFP4", 64, 36));
        KNOWN.put(41L, new GgmlType("Q1_0", 128, 18));
        KNOWN.put(42L, new GgmlType("Q2_0", 64, 18));
        large(10, "Q2_K", 84);
        large(11, "Q3_K", 110);
        large(12, "Q4_K", 144);
        large(13, "Q5_K", 176);
        large(14, "Q6_K", 210);
        large(15, "Q8_K", 292);
        large(16, "IQ2_XXS", 66);
        large(17, "IQ2_XS", 74);
        large(18, "IQ3_XXS", 98);
        large(19, "IQ1_S", 50);
        large(21, "IQ3_S", 110);
        large(22, "IQ2_S", 82);
        large(23, "IQ4_XS", 136);
        large(29, "IQ1_M", 56);
        large(34, "TQ1_0", 54);
        large(35, "TQ2_0", 66);
        small(133, "Q6_0", 26);
        large(137, "IQ2_K", 76);
        large(138, "IQ3_K", 110);
        large(139, "IQ4_K", 144);
        large(140, "IQ5_K", 176);
        large(141, "IQ6_K", 212);
        large(144, "IQ4_KS", 136);
        large(145, "IQ2_KS", 70);
        large(146, "IQ4_KSS", 128);
        large(152, "IQ5_KS", 168);
        large(153, "IQ2_KT", 68);
        large(154, "IQ3_KT", 100);
        large(155, "IQ4_KT", 128);
        large(156, "IQ3_KS", 102);
        large(157, "IQ2_KL", 86);
        large(158, "IQ1_KT", 56);
    }

    /** Empty for a type that is not known here. */
    static Optional<GgmlType> of(long id) {
        return Optional.ofNullable(KNOWN.get(id)).or(() -> Optional.ofNullable(KNOWN.get(id - INTERLEAVED)));
    }

    /** Bytes that so many numbers take. */
    long bytes(long numbers) {
        return Math.multiplyExact(numbers, blockBytes) / blockSize;
    }

    private static void plain(long id, String name, int bytes) {
        KNOWN.put(id, new GgmlType(name, 1, bytes));
    }

    private static void small(long id, String name, int bytes) {
        KNOWN.put(id, new GgmlType(name, 32, bytes));
    }

    private static void large(long id, String name, int bytes) {
        KNOWN.put(id, new GgmlType(name, 256, bytes));
    }
}
