package io.hfdownloader.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** A file could not be brought here. The message is a sentence for the user; all verified bytes are kept. */
public final class TransferException extends RuntimeException {

    /** What is in the way. */
    public enum Kind {
        /** The connection failed, stalled or was cut again and again. */
        NETWORK,
        /** The server refuses a fresh link. */
        REFUSED,
        /** The bytes do not match the hash that the Hub promises, twice. */
        BAD_CONTENT,
        /** The server's answers break the protocol. */
        BAD_ANSWER,
        /** No room on the disk. */
        DISK_FULL,
        /** The disk cannot be written or read. */
        DISK,
        /** Another program removed or cut the partial file; what was in it is lost, fetching it anew will do. */
        VANISHED
    }

    /** In the words of the systems that Java passes on; it has no type for this. */
    private static final List<String> FULL = List.of("no space left", "disk quota", "not enough space");

    private final Kind kind;

    public TransferException(Kind kind, String message) {
        this(kind, message, null);
    }

    public TransferException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * What an error of the disk means to the user.
     *
     * @param what the thing that did not work, as the beginning of a sentence
     */
    public static TransferException ofDisk(String what, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (FULL.stream().anyMatch(lower::contains)) {
            return diskFull(failure);
        }
        String reason = failure instanceof AccessDeniedException
                ? "permission denied"
                : message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return new TransferException(
                Kind.DISK,
                what + ": " + reason + ". Check the models folder and its permissions, then retry.",
                failure);
    }

    public static TransferException diskFull(IOException failure) {
        return new TransferException(
                Kind.DISK_FULL, "The disk is full. Free some space; what has arrived is kept.", failure);
    }

    public Kind kind() {
        return kind;
    }
}
