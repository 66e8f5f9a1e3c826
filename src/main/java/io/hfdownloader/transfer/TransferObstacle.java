package io.hfdownloader.transfer;

import java.util.Locale;

/** What is in the way of a transfer, as a word to count by; what the user is told says more. */
public enum TransferObstacle {
    /** No connection could be made. */
    UNREACHABLE,
    /** A connection broke. */
    CONNECTION,
    /** No byte comes. */
    STALLED,
    /** A server asks to be left alone for a while. */
    THROTTLED,
    /** A link has expired, or is refused. */
    LINK,
    /** A server fails. */
    SERVER,
    /** A server answers what cannot be used. */
    ANSWER,
    /** The Hub does not tell where the file is. */
    HUB,
    /** What came does not match the hash. */
    HASH,
    /** The disk is looked through for what need not be fetched. */
    REUSE;

    /** What it is called that one was in the way of a try. */
    public static final String FAILED_TRY = "failed-try";

    /** What it is called that one was in the way of all a {@code transport} could do. */
    public static final String FALLBACK = "fallback";

    /** Of a {@link #FALLBACK}: another transfer has met it a while ago. */
    public static final String MET_BEFORE = "met-before";

    /** Of a {@link #FAILED_TRY}: as {@link #HASH}, of which a part need not be fetched again. */
    public static final String HASH_PARTLY = "hash-partly";

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
