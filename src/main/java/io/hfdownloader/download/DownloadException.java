package io.hfdownloader.download;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** A request about downloads that cannot be granted. The message is a sentence for the user that says what to do. */
public final class DownloadException extends ProblemException {

    /** Why not. */
    public enum Kind {
        /** No download has this id. */
        NOT_FOUND(ProblemType.DOWNLOAD_NOT_FOUND),
        /** Its state does not allow this. */
        WRONG_STATE(ProblemType.DOWNLOAD_STATE),
        /** The folder holds another revision as well, which the update would overwrite. */
        OTHER_REVISION(ProblemType.OTHER_REVISION);

        private final ProblemType problem;

        Kind(ProblemType problem) {
            this.problem = problem;
        }
    }

    private final Kind kind;

    DownloadException(Kind kind, String message, Parameters parameters) {
        super(kind.problem, message, null, parameters);
        this.kind = kind;
    }

    /** There is no download of this name. */
    public static DownloadException notFound(String id) {
        return new DownloadException(
                Kind.NOT_FOUND,
                "There is no download " + id + ". It may have been removed from the list.",
                Parameters.NONE);
    }

    public Kind kind() {
        return kind;
    }
}
