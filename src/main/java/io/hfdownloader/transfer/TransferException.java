package io.hfdownloader.transfer;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * A file could not be brought here. The message is a sentence for the user; all verified bytes are kept. What the disk
 * refuses is a {@code DiskException}.
 */
public final class TransferException extends ProblemException {

    /** What is in the way. */
    public enum Kind {
        /** The connection failed, stalled or was cut again and again. */
        NETWORK(ProblemType.NETWORK),
        /** The proxy on the way refuses; trying again changes nothing. */
        PROXY_REFUSED(ProblemType.PROXY_REFUSED),
        /** The server refuses a fresh link. */
        REFUSED(ProblemType.SOURCE_REFUSED),
        /** The bytes do not match the hash that the Hub promises, twice. */
        BAD_CONTENT(ProblemType.BAD_CONTENT),
        /** The server's answers break the protocol. */
        BAD_ANSWER(ProblemType.BAD_ANSWER),
        /** Another program removed or cut the partial file; what was in it is lost, fetching it anew will do. */
        VANISHED(ProblemType.PARTIAL_FILE_LOST);

        private final ProblemType problem;

        Kind(ProblemType problem) {
            this.problem = problem;
        }
    }

    private final Kind kind;

    public TransferException(Kind kind, String message) {
        this(kind, message, null);
    }

    public TransferException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, Parameters.NONE);
    }

    public TransferException(Kind kind, String message, @Nullable Throwable cause, Parameters parameters) {
        super(kind.problem, message, cause, parameters);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
