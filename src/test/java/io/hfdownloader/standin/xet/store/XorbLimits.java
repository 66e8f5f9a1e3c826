package io.hfdownloader.standin.xet.store;

/**
 * When a xorb is full.
 *
 * @param bytes serialized
 */
public record XorbLimits(long bytes, int chunks) {

    /** As the storage itself allows. */
    public static final XorbLimits DEFAULT = new XorbLimits(64L * 1024 * 1024, 8192);
}
