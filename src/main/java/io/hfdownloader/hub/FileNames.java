package io.hfdownloader.hub;

import java.util.Arrays;

/**
 * A set of paths that cannot be told one by one: of each, 64 bits are kept, which are others for other paths as surely as they
 * need be to compare two lists of one Hub. So hundreds of thousands take a few megabytes. Not for several threads while it grows.
 */
public final class FileNames {

    private static final int MIN_SLOTS = 16;

    private long[] slots = new long[MIN_SLOTS];
    private int size;

    void add(String path) {
        add(bits(path));
    }

    void add(long bits) {
        boolean unused = isNew(bits);
    }

    /** Takes a path in; false when it was there. */
    boolean isNew(String path) {
        return isNew(bits(path));
    }

    private boolean isNew(long bits) {
        int slot = slot(bits);
        if (slots[slot] == bits) {
            return false;
        }
        slots[slot] = bits;
        size++;
        if (size > slots.length / 3 * 2) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (long bits : before) {
            if (bits != 0) {
                slots[slot(bits)] = bits;
            }
        }
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** How many of others are not among these. */
    long countMissing(FileNames others) {
        return Arrays.stream(others.slots)
                .filter(bits -> bits != 0 && slots[slot(bits)] != bits)
                .count();
    }

    public boolean containsAll(FileNames others) {
        return others.size <= size && countMissing(others) == 0;
    }

    /** Whether both are of the same paths. */
    public boolean isSame(FileNames others) {
        return others.size == size && containsAll(others);
    }

    /** Where these bits are, else where they belong. */
    private int slot(long bits) {
        int slot = (int) (bits ^ bits >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != bits) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** FNV-1a over the characters, then the finalizer of SplitMix64; never 0, which stands for none. */
    static long bits(String path) {
        long bits = 0xcbf29ce484222325L;
        for (int at = 0; at < path.length(); at++) {
            bits = (bits ^ path.charAt(at)) * 0x100000001b3L;
        }
        bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        bits ^= bits >>> 31;
        return bits == 0 ? 1 : bits;
    }
}
