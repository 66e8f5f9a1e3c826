package io.hfdownloader.library.integrity;

import java.util.Locale;

/** What came of reading a file. */
public enum Finding {
    /** Its content is what the Hub has. */
    VERIFIED,
    /** Its content is another, though its size and time say that nobody has changed it: the disk did. */
    DAMAGED,
    /** Its content is another, and it was written since its hash was noted: by another program, perhaps on purpose. */
    CHANGED,
    /** It came from the Hub, and is not here. */
    MISSING,
    /** No hash of it was ever noted: it did not come from the Hub, or a link stands in its place. */
    UNKNOWN;

    /** The word in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
