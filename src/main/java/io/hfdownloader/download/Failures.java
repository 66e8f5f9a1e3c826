package io.hfdownloader.download;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import org.jboss.logging.Logger;

/** Turns what went wrong into what is kept and shown of it. */
final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    /** What is kept and shown of a failure. Our own faults are logged here, once. */
    static Failure of(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            return new Failure(
                    problem.problem(), problem.detail(), problem.requestId().orElse(null));
        }
        LOG.error("A download failed for a reason that nobody expected", cause);
        return new Failure(
                ProblemType.INTERNAL,
                "Something went wrong here (" + cause + "). The server's log has the details.",
                null);
    }
}
