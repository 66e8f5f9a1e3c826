package io.hfdownloader.library;

/** How a file on disk compares to one on the Hub, as far as a look without reading it tells. */
public enum FileMatch {
    /** There is no such file. */
    MISSING,
    /** It has the size, and nothing speaks against it; its content was not hashed here. */
    SAME_UNCHECKED,
    /** Its content was hashed here and it has not changed since. */
    SAME_VERIFIED,
    /** It has another size, or is known to have other content. */
    DIFFERENT
}
