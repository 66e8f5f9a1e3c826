package io.hfdownloader.hub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.hub.HubException.Kind;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** Turns a refusal of the Hub into a kind and a sentence: the only place that knows its status codes. */
public final class HubErrors {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_QUOTE_CHARS = 300;
    private static final String INVALID_CREDENTIALS = "Invalid credentials";
    private static final String TOKEN_REFUSED =
            " refuses the token: it is wrong or has expired. Give a valid one under Settings or as HF_TOKEN, or none for"
                    + " public repositories.";

    private static final String OTHER_MIRROR =
            "Its copy is incomplete or out of step: retry later, or set HF_ENDPOINT to another Hub.";

    private HubErrors() {}

    /**
     * What was asked of the Hub, for the message.
     *
     * @param repo the repo
     * @param page its page on the Hub, where a licence is accepted
     * @param revision branch, tag or commit that was asked
     * @param path the file, or null for the repo as a whole
     * @param withToken whether a token was sent
     * @param endpoint the Hub as it is configured
     * @param tokenKeptFrom the server to which the Hub has moved, which did not get the token that there is; or null
     */
    public record RequestContext(
            RepoId repo,
            String page,
            String revision,
            @Nullable String path,
            boolean withToken,
            HubEndpoint endpoint,
            @Nullable String tokenKeptFrom) {

        RequestContext(
                RepoId repo,
                String page,
                String revision,
                @Nullable String path,
                boolean withToken,
                HubEndpoint endpoint) {
            this(repo, page, revision, path, withToken, endpoint, null);
        }

        /** The same, asked of the server to which the Hub has moved, if it has. */
        public RequestContext movedTo(Optional<WebAddress> server) {
            return server.filter(there -> withToken)
                    .map(there -> new RequestContext(repo, page, revision, path, false, endpoint, there.origin()))
                    .orElse(this);
        }

        /** Who answers, as the beginning of a sentence. */
        private String hub() {
            return HubErrors.hub(endpoint);
        }
    }

    /** The exception for a status of 400 or more; the body may be cut or empty. Any thread. */
    public static HubException of(RequestContext context, int status, MultiMap headers, String body) {
        String code = Optional.ofNullable(headers.get("X-Error-Code")).orElse("");
        String hubMessage = Optional.ofNullable(headers.get("X-Error-Message")).orElse(body);
        Kind kind = kind(context, status, code, hubMessage);
        Instant retryAt = retryAt(kind, status, headers);
        return new HubException(
                kind,
                sentence(kind, context, status, hubMessage, retryAt) + tokenAdvice(kind, context),
                headers.get("X-Request-Id"),
                retryAt,
                null,
                parameters(kind, context, status, retryAt));
    }

    private static Parameters parameters(Kind kind, RequestContext context, int status, @Nullable Instant retryAt) {
        Parameters repo = Parameters.of("repo", context.repo().id())
                .and("type", context.repo().type().word())
                .and("endpoint", context.endpoint().displayed());
        String token =
                context.tokenKeptFrom() == null ? context.withToken() ? "with-token" : "without-token" : "token-kept";
        return switch (kind) {
            case REPO_NOT_FOUND, FORBIDDEN -> repo.and("reason", token).and("server", context.tokenKeptFrom());
            case GATED -> repo.and("page", context.page()).and("reason", token).and("server", context.tokenKeptFrom());
            case REVISION_NOT_FOUND -> repo.and("revision", UntrustedText.name(context.revision()));
            case FILE_NOT_FOUND, CHANGED -> ofFile(repo, context);
            case MIRROR_INCONSISTENT ->
                ofFile(repo, context).and("status", status).and("reason", "refused");
            case THROTTLED -> repo.and("until", retryAt);
            case UNAVAILABLE -> repo.and("status", status).and("until", retryAt).and("reason", "status");
            case BAD_REQUEST -> repo.and("status", status);
            case TOKEN_INVALID, DISABLED, LISTING_INCOMPLETE, TOO_MANY_FILES, PROXY_REFUSED, BAD_REDIRECT, NOT_A_HUB ->
                repo;
        };
    }

    private static Parameters ofFile(Parameters repo, RequestContext context) {
        return repo.and("path", file(context)).and("revision", UntrustedText.name(context.revision()));
    }

    /** Of a question that is about no repo. */
    private static HubException ofQuestion(
            Kind kind, String sentence, HubEndpoint endpoint, int status, MultiMap headers) {
        Instant retryAt = retryAt(kind, status, headers);
        Parameters parameters = Parameters.of("endpoint", endpoint.displayed())
                .and("status", status)
                .and("until", retryAt)
                .and("reason", kind == Kind.UNAVAILABLE ? "status" : null);
        return new HubException(kind, sentence, headers.get("X-Request-Id"), retryAt, null, parameters);
    }

    /** The exception for a search that was answered with a status of 400 or more. Any thread. */
    static HubException ofSearch(HubEndpoint endpoint, int status, MultiMap headers, String body) {
        Kind kind = switch (status) {
            case 401 -> Kind.TOKEN_INVALID;
            default -> passingOrRefused(status);
        };
        String sentence = switch (kind) {
            case TOKEN_INVALID -> hub(endpoint) + TOKEN_REFUSED;
            case THROTTLED -> throttled(endpoint, retryAt(kind, status, headers));
            case UNAVAILABLE -> unavailable(endpoint, status);
            default -> hub(endpoint) + " refuses the search (status " + status + ")" + quoted(body);
        };
        return ofQuestion(kind, sentence, endpoint, status, headers);
    }

    /**
     * The exception for a question whose token it is that was answered with a status of 400 or more. Without the answer's words,
     * which may repeat the token. Any thread.
     */
    static HubException ofToken(HubEndpoint endpoint, int status, MultiMap headers) {
        Kind kind = switch (status) {
            case 401 -> Kind.TOKEN_INVALID;
            default -> passingOrRefused(status);
        };
        String sentence = switch (kind) {
            case TOKEN_INVALID -> hub(endpoint) + " does not know this token: it is wrong, was revoked or has expired.";
            case THROTTLED -> throttled(endpoint, retryAt(kind, status, headers));
            case UNAVAILABLE -> unavailable(endpoint, status);
            default -> hub(endpoint) + " does not tell whose token it is (status " + status + ").";
        };
        return ofQuestion(kind, sentence, endpoint, status, headers);
    }

    /**
     * The Hub gives something else than it listed.
     *
     * @param what is different
     */
    public static HubException changed(RequestContext context, String what) {
        boolean mirror = context.endpoint().isMirror();
        return new HubException(
                mirror ? Kind.MIRROR_INCONSISTENT : Kind.CHANGED,
                context.hub() + " now gives other content for " + file(context) + " than it listed at commit "
                        + context.revision() + " (" + what + "). "
                        + (mirror ? OTHER_MIRROR : "Start the download again to get the new version."),
                parameters(Kind.CHANGED, context, 0, null).and("reason", mirror ? "content" : null));
    }

    /** When a throttled or unanswered request may be tried again, if the answer tells. */
    private static @Nullable Instant retryAt(Kind kind, int status, MultiMap headers) {
        return kind == Kind.THROTTLED || kind == Kind.UNAVAILABLE
                ? RetryAfter.moment(status, headers).orElse(null)
                : null;
    }

    private static Kind kind(RequestContext context, int status, String code, String hubMessage) {
        if (!code.equals("GatedRepo") && isRefusalOfListedFile(context, status, hubMessage)) {
            return Kind.MIRROR_INCONSISTENT;
        }
        switch (code) {
            case "GatedRepo":
                return Kind.GATED;
            case "RepoNotFound":
                return Kind.REPO_NOT_FOUND;
            case "RevisionNotFound":
                return Kind.REVISION_NOT_FOUND;
            case "EntryNotFound":
                return Kind.FILE_NOT_FOUND;
            default:
                break;
        }
        return switch (status) {
            case 401 -> hubMessage.contains(INVALID_CREDENTIALS) ? Kind.TOKEN_INVALID : Kind.REPO_NOT_FOUND;
            case 403 -> hubMessage.contains("disabled") ? Kind.DISABLED : Kind.FORBIDDEN;
            case 404 -> context.path() == null ? Kind.REPO_NOT_FOUND : Kind.FILE_NOT_FOUND;
            default -> passingOrRefused(status);
        };
    }

    /** Files are asked for only after they were listed, so it is the mirror that contradicts itself. */
    private static boolean isRefusalOfListedFile(RequestContext context, int status, String hubMessage) {
        boolean refused = status == 404 || status == 410 || status == 401 && !hubMessage.contains(INVALID_CREDENTIALS);
        return refused && context.path() != null && context.endpoint().isMirror();
    }

    private static Kind passingOrRefused(int status) {
        if (HttpStatus.isThrottled(status)) {
            return Kind.THROTTLED;
        }
        return HttpStatus.isServerFailure(status) ? Kind.UNAVAILABLE : Kind.BAD_REQUEST;
    }

    private static String sentence(
            Kind kind, RequestContext context, int status, String hubMessage, @Nullable Instant retryAt) {
        String repo = context.repo().id();
        return switch (kind) {
            case REPO_NOT_FOUND ->
                context.withToken()
                        ? context.hub() + " has no " + context.repo().type().word() + " \"" + repo
                                + "\", or this token may not see it. Check the name" + orMirror(context) + "."
                        : context.hub() + " has no public "
                                + context.repo().type().word() + " \"" + repo + "\". Check the name" + orMirror(context)
                                + "; if it is private, give a token under Settings or as HF_TOKEN.";
            case GATED ->
                context.withToken()
                        ? "Access to " + repo + " is restricted: open " + context.page()
                                + ", accept its terms (or wait until the request is granted), then retry"
                                + said(context, hubMessage)
                        : "Access to " + repo + " is restricted: accept its terms at " + context.page()
                                + " and give a token of that account under Settings or as HF_TOKEN, then retry.";
            case TOKEN_INVALID -> context.hub() + TOKEN_REFUSED;
            case FORBIDDEN ->
                context.hub() + " refuses access to " + repo + quoted(hubMessage)
                        + " If the token is fine-grained, give it read access to this repository.";
            case DISABLED -> context.hub() + " has disabled access to " + repo + ".";
            case REVISION_NOT_FOUND ->
                repo + " has no revision \"" + UntrustedText.name(context.revision()) + "\""
                        + (context.endpoint().isMirror()
                                ? " on the mirror " + context.endpoint().displayed()
                                : "")
                        + ". Name a branch, a tag or a commit.";
            case FILE_NOT_FOUND ->
                repo + " has no file \"" + file(context) + "\" at " + UntrustedText.name(context.revision()) + ".";
            case MIRROR_INCONSISTENT ->
                context.hub() + " lists " + file(context) + " of " + repo + " at "
                        + UntrustedText.name(context.revision()) + " and refuses it (status " + status + "). "
                        + OTHER_MIRROR;
            case THROTTLED ->
                throttled(context.endpoint(), retryAt)
                        + (context.withToken() ? "" : " A token (Settings, or HF_TOKEN) raises the limit.");
            case UNAVAILABLE -> unavailable(context.endpoint(), status);
            default ->
                context.hub() + " refuses the request for " + repo + " (status " + status + ")" + quoted(hubMessage);
        };
    }

    private static String throttled(HubEndpoint endpoint, @Nullable Instant until) {
        return hub(endpoint) + " limits the rate of requests"
                + (until == null ? "." : " until " + CLOCK.format(until.truncatedTo(ChronoUnit.SECONDS)) + ".");
    }

    private static String unavailable(HubEndpoint endpoint, int status) {
        return hub(endpoint) + " answers with an error (status " + status + "). It usually passes.";
    }

    private static String hub(HubEndpoint endpoint) {
        return endpoint.isMirror() ? "The mirror " + endpoint.displayed() : "The Hub";
    }

    /** A stranger's words as the end of a sentence, which has one stop whether they have one or none, or say nothing. */
    private static String quoted(String words) {
        return UntrustedText.sentenceEnd(": ", words);
    }

    private static String said(RequestContext context, String words) {
        return UntrustedText.sentenceEnd(". " + context.hub() + " says: ", words);
    }

    private static String orMirror(RequestContext context) {
        return context.endpoint().isMirror() ? " and whether the mirror carries it" : "";
    }

    private static String file(RequestContext context) {
        return UntrustedText.name(String.valueOf(context.path()));
    }

    private static String tokenAdvice(Kind kind, RequestContext context) {
        boolean forWantOfToken = kind == Kind.GATED || kind == Kind.REPO_NOT_FOUND || kind == Kind.FORBIDDEN;
        return forWantOfToken && context.tokenKeptFrom() != null
                ? " The token was kept back: HF_ENDPOINT redirects to " + context.tokenKeptFrom()
                        + ". Set it to that address, if you trust it."
                : "";
    }
}
