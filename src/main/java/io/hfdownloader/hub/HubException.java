package io.hfdownloader.hub;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The Hub's refusal, or its silence. The message is a sentence for the user that says what to do;
 * callers decide by {@link #kind}, never by the message.
 */
public final class HubException extends ProblemException {

    /** Why the Hub did not give what was asked. */
    public enum Kind {
        /** No such repo, or one that this token may not see. */
        REPO_NOT_FOUND(ProblemType.REPO_NOT_FOUND, false),
        /** The licence has to be accepted (or the access is pending). */
        GATED(ProblemType.REPO_GATED, false),
        /** The token is wrong or expired. */
        TOKEN_INVALID(ProblemType.TOKEN_INVALID, false),
        /** The token is fine but lacks the right. */
        FORBIDDEN(ProblemType.REPO_FORBIDDEN, false),
        /** Taken down by the Hub. */
        DISABLED(ProblemType.REPO_DISABLED, false),
        /** No such branch, tag or commit. */
        REVISION_NOT_FOUND(ProblemType.REVISION_NOT_FOUND, false),
        /** No such file at this commit. */
        FILE_NOT_FOUND(ProblemType.FILE_NOT_FOUND, false),
        /** The Hub gives other content than it listed for this commit. */
        CHANGED(ProblemType.CONTENT_CHANGED, false),
        /** A mirror gives something else than it listed, or does not give it at all. */
        MIRROR_INCONSISTENT(ProblemType.MIRROR_INCONSISTENT, false),
        /** A list of files of which a part may be missing. */
        LISTING_INCOMPLETE(ProblemType.LISTING_INCOMPLETE, false),
        /** A list of more files than the memory has room for. */
        TOO_MANY_FILES(ProblemType.TOO_MANY_FILES, false),
        /** A request the Hub does not understand. */
        BAD_REQUEST(ProblemType.HUB_REFUSED, false),
        /** Too many requests; {@link HubException#retryAt} tells until when, if the Hub did. */
        THROTTLED(ProblemType.HUB_THROTTLED, true),
        /** Out of reach, too slow, or failing with a server error. */
        UNAVAILABLE(ProblemType.HUB_UNAVAILABLE, true),
        /** The proxy on the way to it refuses; asking again changes nothing. */
        PROXY_REFUSED(ProblemType.PROXY_REFUSED, false),
        /** It leads to where it may not, such as another address of this network; asking again changes nothing. */
        BAD_REDIRECT(ProblemType.BAD_ANSWER, false),
        /** Somebody else answered: a captive portal, a proxy's error page. */
        NOT_A_HUB(ProblemType.NOT_A_HUB, true);

        private final ProblemType problem;
        private final boolean passing;

        Kind(ProblemType problem, boolean passing) {
            this.problem = problem;
            this.passing = passing;
        }

        /** True for what may pass by itself, so that trying again later makes sense. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final Kind kind;
    private final @Nullable String requestId;
    private final @Nullable Instant retryAt;
    private final List<String> suggestions;

    public HubException(Kind kind, String message) {
        this(kind, message, Parameters.NONE);
    }

    /** @param parameters what the message names */
    public HubException(Kind kind, String message, Parameters parameters) {
        this(kind, message, null, null, null, parameters);
    }

    HubException(
            Kind kind,
            String message,
            @Nullable String requestId,
            @Nullable Instant retryAt,
            @Nullable Throwable cause,
            Parameters parameters) {
        super(kind.problem, message, cause, parameters);
        this.kind = kind;
        this.requestId = requestId == null ? null : UntrustedText.name(requestId);
        this.retryAt = retryAt;
        this.suggestions = List.of();
    }

    private HubException(HubException other, List<String> suggestions) {
        super(other.kind.problem, other.detail(), other.getCause(), other.parameters());
        this.kind = other.kind;
        this.requestId = other.requestId;
        this.retryAt = other.retryAt;
        this.suggestions = List.copyOf(suggestions);
    }

    /** The same with the names of repos that may have been meant. */
    public HubException suggesting(List<String> repos) {
        return repos.isEmpty() ? this : new HubException(this, repos);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    @Override
    public List<String> suggestions() {
        return suggestions;
    }

    /** When the Hub allows the next try; empty when it did not say. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
