package io.hfdownloader.header;

/** Tells whether two files name the same tensors without keeping any of the names. */
final class TensorNames {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long sum;

    void add(String name) {
        sum += hash(name);
    }

    static long hash(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash ^ (hash >>> 32);
    }

    /** The same for the same names in any order. */
    long hash() {
        return sum;
    }
}
