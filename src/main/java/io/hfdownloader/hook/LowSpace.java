package io.hfdownloader.hook;

import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.files.SizeOrShare;

/**
 * When a disk is low, and when it is no more: a quarter more than that must be free again, so that a disk that sways about the
 * threshold is told of once.
 *
 * @param threshold free room below which it is low; none for never
 */
record LowSpace(SizeOrShare threshold) {

    /** @throws IllegalArgumentException with the end of a sentence that says how to write it */
    static LowSpace parse(String text) {
        return new LowSpace(SizeOrShare.parse(text, "never"));
    }

    /** Whether a disk is low that was before, or was not. */
    boolean isLow(DiskSpace space, boolean before) {
        double low = threshold.of(space.totalBytes());
        return space.freeBytes() < (before ? low * 1.25 : low);
    }
}
