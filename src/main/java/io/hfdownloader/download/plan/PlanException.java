package io.hfdownloader.download.plan;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;

/** What is wanted cannot be done here. The message is a sentence for the user that says what to do. */
public final class PlanException extends ProblemException {

    /** Why not. */
    public enum Kind {
        /** The disk takes no file of this size. */
        FILE_TOO_LARGE(ProblemType.FILE_TOO_LARGE),
        /** A file's name would lead out of the models folder, or cannot be written here. */
        UNSAFE_NAME(ProblemType.UNSAFE_PATH),
        /** The model is not on this machine, so it cannot be updated. */
        NOT_IN_LIBRARY(ProblemType.MODEL_NOT_FOUND);

        private final ProblemType problem;

        Kind(ProblemType problem) {
            this.problem = problem;
        }
    }

    private final Kind kind;

    /** @param parameters what the message names */
    PlanException(Kind kind, String message, Parameters parameters) {
        super(kind.problem, message, null, parameters);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
