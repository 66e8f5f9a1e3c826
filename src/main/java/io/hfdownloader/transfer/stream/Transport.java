package io.hfdownloader.transfer.stream;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.sidecar.ByteRanges;
import org.jspecify.annotations.Nullable;

/**
 * Brings the bytes of a file by one protocol: says which stream is sent for what next. What all transports share, the
 * partial file, the budget, waits and counts, is not its business. Lives on the transfer's event loop.
 */
public interface Transport {

    /** What a transport tells the transfer that it works for. */
    interface Listener extends FileStream.StopListener {

        /** An answer came and was right. */
        void responseReceived();

        /** Bytes of the file came that were not here before. */
        void received(long newBytes);

        /** There may be more to send streams for. */
        void moreToFetch();

        /** What to fetch next could not be found out. */
        void planFailed(Transport from, Throwable failure);

        /** Ranges do not work: the file comes as a whole, over this one connection or, if null, a new one. */
        void useSingleStream(@Nullable FileStream kept);

        /** True when the transfer is about to stop; from any thread. */
        boolean isStopping();
    }

    /** The word for it in the API. */
    String id();

    /** Its name in sentences. */
    String name();

    /** It was of no use, for this reason, and another transport is taken. */
    void abandoned(Throwable why);

    /** True when a refusal may mean that there are too many connections. */
    boolean mayLimitConnections();

    /**
     * The next stream to be started, which is then among the streams; null when there is nothing to send one for now.
     *
     * @param accepted bytes that are here
     * @param connections at most for this file
     */
    @Nullable
    FileStream nextStream(ByteRanges accepted, int connections);

    /** The server that was asked last: when it could not be reached, it is the one to watch. */
    WebAddress lastServer();

    /** The links that were found may be bad: the next stream asks anew. */
    void renewLinks();

    /** Bytes came that were not here before. */
    void receivedNewBytes();

    /** Uses the transport more simply after answers that broke the protocol; false when it is of no use then. */
    boolean simplify();

    /**
     * All bytes are here, and they are wrong: from now on it proves them or fetches them once more, and only what differs
     * is written. False when it cannot; then all of the file is fetched once more.
     */
    boolean distrust();

    /** True when a new connection can go on where another one was. */
    boolean canResumeMidRange();

    /** Further tries without a new byte before it is given up, if the configuration does not name fewer. */
    int maxRetries(Throwable failure);

    /** For how long it has been waiting to be told what to fetch; 0 when it is not. */
    long unansweredNanos(long nowNanos);

    /** True when others have found out that nothing will come over this transport, over which nothing has come yet. */
    boolean isFoundDown();

    /** The transfer has ended. */
    void close();
}
