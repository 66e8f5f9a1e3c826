package io.hfdownloader.header;

/** Bounds of what a network can be, far above what there is: products of such numbers still fit in a {@code long}. */
final class Sane {

    static final long LARGEST = 1_000_000;

    private Sane() {}
}
