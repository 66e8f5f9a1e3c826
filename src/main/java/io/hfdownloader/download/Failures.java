package io.hfdownloader.download;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.library.RepoInUseException;
import io.hfdownloader.library.UnsafePathException;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.variant.NoSuchVariantException;
import org.jboss.logging.Logger;

/** Turns what went wrong into a stable word and a sentence; the words are those of the API's problem types. */
public final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    /** What is kept and shown of a failure. Our own faults are logged here, once. */
    public static Failure of(Throwable cause) {
        if (cause instanceof HubException hub) {
            return new Failure(slug(hub.kind()), sentence(hub), hub.requestId().orElse(null));
        }
        if (cause instanceof TransferException transfer) {
            return new Failure(slug(transfer.kind()), sentence(transfer), null);
        }
        if (cause instanceof DownloadException download) {
            return new Failure(download.kind().slug(), sentence(download), null);
        }
        if (cause instanceof NoSuchVariantException) {
            return new Failure("variant-not-found", sentence(cause), null);
        }
        if (cause instanceof UnsafePathException) {
            return new Failure("unsafe-path", sentence(cause), null);
        }
        if (cause instanceof RepoInUseException) {
            return new Failure("repo-in-use", sentence(cause), null);
        }
        LOG.error("A download failed for a reason that nobody expected", cause);
        return new Failure(
                "internal", "Something went wrong here (" + cause + "). The server's log has the details.", null);
    }

    private static String sentence(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    /** The word for a refusal of the Hub. */
    public static String slug(HubException.Kind kind) {
        return switch (kind) {
            case REPO_NOT_FOUND -> "repo-not-found";
            case GATED -> "repo-gated";
            case TOKEN_INVALID -> "token-invalid";
            case FORBIDDEN -> "repo-forbidden";
            case DISABLED -> "repo-disabled";
            case REVISION_NOT_FOUND -> "revision-not-found";
            case FILE_NOT_FOUND -> "file-not-found";
            case CHANGED -> "content-changed";
            case BAD_REQUEST -> "hub-refused";
            case THROTTLED -> "hub-throttled";
            case UNAVAILABLE -> "hub-unavailable";
            case NOT_A_HUB -> "not-a-hub";
        };
    }

    private static String slug(TransferException.Kind kind) {
        return switch (kind) {
            case NETWORK -> "network";
            case REFUSED -> "source-refused";
            case BAD_CONTENT -> "bad-content";
            case BAD_ANSWER -> "bad-answer";
            case DISK_FULL -> "disk-full";
            case DISK -> "disk-error";
            case VANISHED -> "partial-file-lost";
        };
    }
}
