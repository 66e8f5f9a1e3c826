package io.hfdownloader.text;

import java.util.Arrays;

/**
 * A set of texts, such as paths, that cannot be told one by one: of each, 64 bits are kept, which are others for other texts as surely
 * as they need be to compare two lists of one Hub. So hundreds of thousands take a few megabytes. Not for several threads while it grows.
 */
public final class TextSet {

    private static final int MIN_SLOTS = 16;

    /** What a text counts for at most: no path is longer that a system takes. */
    private static final int MAX_CHARS = 4_096;

    private long[] slots = new long[MIN_SLOTS];
    private int size;
    private long chars;

    public void add(String text) {
        boolean unused = isNew(text);
    }

    /** As {@link #add(String)}, by its bits. */
    public void add(long bits) {
        boolean unused = isNew(bits);
    }

    /** Takes a text in; false when it was there. */
    public boolean isNew(String text) {
        boolean isNew = isNew(bits(text));
        chars += isNew ? Math.min(text.length(), MAX_CHARS) : 0;
        return isNew;
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

    /** How many characters they have together, as far as they came as texts, and each as far as a path may be long. */
    public long chars() {
        return chars;
    }

    public boolean contains(String text) {
        return contains(bits(text));
    }

    /** As {@link #contains(String)}, by its bits. */
    public boolean contains(long bits) {
        return slots[slot(bits)] == bits;
    }

    public boolean containsAll(TextSet others) {
        return others.size <= size
                && Arrays.stream(others.slots).allMatch(bits -> bits == 0 || slots[slot(bits)] == bits);
    }

    /** How many of others are neither among these nor among further ones. */
    public long countMissing(TextSet others, TextSet further) {
        return Arrays.stream(others.slots)
                .filter(bits -> bits != 0 && !contains(bits) && !further.contains(bits))
                .count();
    }

    /** Whether both are of the same texts. */
    public boolean isSame(TextSet others) {
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
    public static long bits(String text) {
        long bits = 0xcbf29ce484222325L;
        for (int at = 0; at < text.length(); at++) {
            bits = (bits ^ text.charAt(at)) * 0x100000001b3L;
        }
        bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        bits ^= bits >>> 31;
        return bits == 0 ? 1 : bits;
    }
}
