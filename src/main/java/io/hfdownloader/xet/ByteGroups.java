package io.hfdownloader.xet;

/** Undoes the grouping of bytes by their position modulo 4, which makes floating-point weights compress better. */
final class ByteGroups {

    private static final int GROUPS = 4;

    private ByteGroups() {}

    /** Puts the first {@code length} grouped bytes back into their order, into the first bytes of {@code out}. */
    static void undo(byte[] grouped, byte[] out, int length) {
        int minLength = length / GROUPS;
        int longer = length % GROUPS; // this many of the groups have one byte more
        int second = minLength + (longer > 0 ? 1 : 0);
        int third = second + minLength + (longer > 1 ? 1 : 0);
        int fourth = third + minLength + (longer > 2 ? 1 : 0);
        int at = 0;
        for (int i = 0; i < minLength; i++) {
            out[at] = grouped[i];
            out[at + 1] = grouped[second + i];
            out[at + 2] = grouped[third + i];
            out[at + 3] = grouped[fourth + i];
            at += GROUPS;
        }
        if (longer > 0) {
            out[at] = grouped[minLength];
        }
        if (longer > 1) {
            out[at + 1] = grouped[second + minLength];
        }
        if (longer > 2) {
            out[at + 2] = grouped[third + minLength];
        }
    }
}
