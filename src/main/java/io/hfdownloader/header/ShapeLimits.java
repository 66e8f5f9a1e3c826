package io.hfdownloader.header;

/** Bounds of what a network can be, far above what there is: products of such numbers still fit in a {@code long}. */
final class ShapeLimits {

    static final long MAX_DIMENSION = 1_000_000;

    private ShapeLimits() {}
}
