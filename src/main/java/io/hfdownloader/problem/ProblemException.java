package io.hfdownloader.problem;

import java.util.List;
import java.util.Optional;

import io.hfdownloader.text.SecretMasker;
import org.jspecify.annotations.Nullable;

/**
 * A failure that callers are told as it is: its message is a sentence for the user that says what to do next, in which
 * secrets are masked. Whatever else ends a request is a fault of ours.
 */
public abstract class ProblemException extends RuntimeException {

    private final ProblemType problem;
    private final Parameters parameters;

    protected ProblemException(ProblemType problem, String detail) {
        this(problem, detail, null);
    }

    protected ProblemException(ProblemType problem, String detail, @Nullable Throwable cause) {
        this(problem, detail, cause, Parameters.NONE);
    }

    protected ProblemException(ProblemType problem, String detail, @Nullable Throwable cause, Parameters parameters) {
        super(SecretMasker.masked(detail), cause);
        this.problem = problem;
        this.parameters = parameters;
    }

    /** What kind of problem it is. */
    public final ProblemType problem() {
        return problem;
    }

    /** The sentence for the user. */
    public final String detail() {
        return String.valueOf(getMessage());
    }

    /** What the sentence names. */
    public final Parameters parameters() {
        return parameters;
    }

    /** The Hub's name for the request that it refused, to be quoted when asking for help there. */
    public Optional<String> requestId() {
        return Optional.empty();
    }

    /** What could have been meant, where the problem is a choice; else empty. */
    public List<String> choices() {
        return List.of();
    }

    /** Names of repos that may have been meant by one that there is not; empty where none is alike. */
    public List<String> suggestions() {
        return List.of();
    }
}
