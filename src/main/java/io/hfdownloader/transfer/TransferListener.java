package io.hfdownloader.transfer;

import java.time.Instant;

import io.hfdownloader.problem.CodedText;
import org.jspecify.annotations.Nullable;

/** Is told how a transfer goes. Called on the transfer's event loop; must not block. */
public interface TransferListener {

    /** Asked once before anything is done; false when nobody wants the file any more: the transfer then does not start. */
    default boolean mayStart() {
        return true;
    }

    /**
     * This many bytes are on the disk from before; replaces all that was counted for this file. After a failure of the disk nobody
     * is told what is left: only who asks it knows.
     */
    void foundOnDisk(long bytes);

    /** Bytes were copied from other files on this disk. */
    void copied(long bytes);

    /** New bytes came from the network. */
    void received(long bytes);

    /** This many bytes from the start have gone through the hash. */
    void hashed(long bytesFromStart);

    /** All bytes are here; what is left is the rest of the hash. */
    void verifying();

    /**
     * The bytes come over this transport from now on.
     *
     * @param transport {@code http} or {@code xet}
     * @param reason why the one before was left, or null for the first
     */
    void transport(String transport, @Nullable CodedText reason);

    /** This many connections are at work for this file now. */
    void connections(int open);

    /** A try failed; {@code triesInARow} counts those since the last new byte. */
    void tryFailed(TransferObstacle obstacle, int triesInARow, CodedText error);

    /** Nothing comes right now, for this reason; until then, if it is known. */
    void waiting(TransferObstacle obstacle, String reason, @Nullable Instant until);

    /** False when nobody waits for the file any more; the transfer then stops as if it had been cancelled. */
    default boolean isWanted() {
        return true;
    }

    /** Bytes come again. */
    void resumed();

    /** The last call, once after each transfer that started: its files and connections are closed. */
    default void closed() {}
}
