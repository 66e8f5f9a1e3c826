package io.hfdownloader.web.connection;

import io.hfdownloader.files.ProcessLimits;

/**
 * How much clients may hold at a time.
 *
 * @param inAll connections
 * @param perNetwork connections from one network other than this machine; a proxy in front is one as well
 * @param unreadBytes of answers that wait in memory to be read; above that, those end whose clients take nothing
 */
record ConnectionLimits(int inAll, int perNetwork, long unreadBytes) {

    private static final int MAX_CONNECTIONS = 1_000;
    private static final int MIN_CONNECTIONS = 16;
    private static final int SHARE_OF_HEAP = 8;
    private static final long MAX_UNREAD_BYTES = 32L << 20;
    private static final int SHARES_IN_ALL = 3;
    private static final int SHARE_CLOSING = 4;

    /** Blocks, briefly. Half of the files that may still be opened stay for downloads, models and the program itself. */
    static ConnectionLimits ofThisProcess() {
        int descriptors = ProcessLimits.openFiles().orElse(Integer.MAX_VALUE);
        return of(descriptors - ProcessLimits.openNow(), Runtime.getRuntime().maxMemory());
    }

    /** As many that were ended may wait for their event loop at a time; while there are more, nobody loses a place. */
    int closing() {
        return Math.max(1, inAll / SHARE_CLOSING);
    }

    /** Above that, it does not matter who reads: one large answer to one reader fits, but not many. */
    long maxUnreadBytes() {
        return SHARES_IN_ALL * unreadBytes;
    }

    static ConnectionLimits of(int freeDescriptors, long heapBytes) {
        int inAll = Math.max(MIN_CONNECTIONS, Math.min(MAX_CONNECTIONS, freeDescriptors / 2));
        return new ConnectionLimits(inAll, inAll / 2, Math.min(MAX_UNREAD_BYTES, heapBytes / SHARE_OF_HEAP));
    }
}
