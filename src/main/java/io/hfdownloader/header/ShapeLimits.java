package io.hfdownloader.header;

/** Bounds of what a network can be and be called, far above what there is: products of such numbers fit in a {@code long}. */
final class ShapeLimits {

    static final long MAX_DIMENSION = 1_000_000;

    /** Characters of the name of a model or an architecture. */
    static final int MAX_NAME_CHARS = 120;

    private ShapeLimits() {}
}
