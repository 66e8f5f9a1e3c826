package io.hfdownloader.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.http.Backoff;
import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.hub.HubException.Kind;
import io.hfdownloader.text.UntrustedText;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** Turns a refusal of the Hub into a kind and a sentence: the only place that knows its status codes. */
public final class HubErrors {

    private static final Pattern RESET_SECONDS = Pattern.compile("[;,\\s]t=(\\d{1,9})");
    private static final Pattern REMAINING = Pattern.compile("[;,\\s]r=(\\d{1,9})");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_QUOTE_CHARS = 300;
    private static final String TOKEN_REFUSED =
            "The Hub refuses the token: it is wrong or has expired. Set a valid HF_TOKEN, or none for public repositories.";

    private HubErrors() {}

    /**
     * What was asked of the Hub, for the message.
     *
     * @param repo the repo
     * @param page its page on the Hub, where a licence is accepted
     * @param revision branch, tag or commit that was asked
     * @param path the file, or null for the repo as a whole
     * @param withToken whether a token was sent
     */
    public record RequestContext(
            RepoId repo,
            String page,
            String revision,
            @Nullable String path,
            boolean withToken) {}

    /** The exception for a status of 400 or more; the body may be cut or empty. Any thread. */
    public static HubException of(RequestContext context, int status, MultiMap headers, String body) {
        String code = Optional.ofNullable(headers.get("X-Error-Code")).orElse("");
        String hubMessage = Optional.ofNullable(headers.get("X-Error-Message")).orElse(body);
        Kind kind = kind(context, status, code, hubMessage);
        Instant retryAt = kind == Kind.THROTTLED || kind == Kind.UNAVAILABLE ? retryAt(headers) : null;
        return new HubException(
                kind, sentence(kind, context, status, hubMessage, retryAt), headers.get("X-Request-Id"), retryAt, null);
    }

    /** The exception for a search that was answered with a status of 400 or more. Any thread. */
    public static HubException ofSearch(int status, MultiMap headers, String body) {
        Kind kind = switch (status) {
            case 401 -> Kind.TOKEN_INVALID;
            default -> passingOrRefused(status);
        };
        Instant retryAt = kind == Kind.THROTTLED || kind == Kind.UNAVAILABLE ? retryAt(headers) : null;
        String sentence = switch (kind) {
            case TOKEN_INVALID -> TOKEN_REFUSED;
            case THROTTLED -> throttled(retryAt);
            case UNAVAILABLE -> unavailable(status);
            default -> "The Hub refuses the search (status " + status + "): " + UntrustedText.message(body);
        };
        return new HubException(kind, sentence, headers.get("X-Request-Id"), retryAt, null);
    }

    /** The Hub could not be reached or did not answer in time. */
    public static HubException unreachable(String endpoint, Throwable cause) {
        return new HubException(
                Kind.UNAVAILABLE,
                "The Hub at " + endpoint + " cannot be reached (" + describe(cause)
                        + "). Check this server's network and HF_ENDPOINT.",
                null,
                null,
                cause);
    }

    /** Somebody answered, but not with what a Hub says. */
    public static HubException notAHub(String endpoint, String what) {
        return new HubException(
                Kind.NOT_A_HUB,
                "What answered at " + endpoint + " is not a Hub: " + what
                        + ". A captive portal or a proxy may be in between; check HF_ENDPOINT and the network.");
    }

    /** When a throttled or unanswered request may be tried again: the reset of the window, else {@code Retry-After}, else null. */
    public static @Nullable Instant retryAt(MultiMap headers) {
        Instant now = Instant.now();
        String window = headers.get("RateLimit");
        if (window != null
                && number(REMAINING, window).filter(left -> left == 0).isPresent()) {
            Optional<Instant> reset = number(RESET_SECONDS, window).map(seconds -> bounded(now, seconds + 1));
            if (reset.isPresent()) {
                return reset.get();
            }
        }
        String after = headers.get("Retry-After");
        return after == null ? null : retryAfter(now, after.strip());
    }

    /** The cause in a few words that mean something to a user. */
    public static String describe(Throwable cause) {
        if (cause instanceof java.net.UnknownHostException) {
            return "its name is not known to the DNS";
        }
        if (cause instanceof java.util.concurrent.TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || cause instanceof io.netty.channel.ConnectTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof javax.net.ssl.SSLException) {
            return "TLS failed: "
                    + UntrustedText.message(String.valueOf(root(cause).getMessage()))
                    + "; check this server's clock and the certificates it trusts, or whether a proxy is in between";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : UntrustedText.message(message);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private static Kind kind(RequestContext context, int status, String code, String hubMessage) {
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
            case 401 -> hubMessage.contains("Invalid credentials") ? Kind.TOKEN_INVALID : Kind.REPO_NOT_FOUND;
            case 403 -> hubMessage.contains("disabled") ? Kind.DISABLED : Kind.FORBIDDEN;
            case 404 -> context.path() == null ? Kind.REPO_NOT_FOUND : Kind.FILE_NOT_FOUND;
            default -> passingOrRefused(status);
        };
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
                        ? "The Hub has no " + context.repo().type().word() + " \"" + repo
                                + "\", or this token may not see it. Check the name."
                        : "The Hub has no public " + context.repo().type().word() + " \"" + repo
                                + "\". Check the name; if it is private, set HF_TOKEN.";
            case GATED ->
                context.withToken()
                        ? "Access to " + repo + " is restricted: open " + context.page()
                                + ", accept its terms (or wait until the request is granted), then retry. The Hub says: "
                                + UntrustedText.message(hubMessage)
                        : "Access to " + repo + " is restricted: accept its terms at " + context.page()
                                + " and set HF_TOKEN to a token of that account, then retry.";
            case TOKEN_INVALID -> TOKEN_REFUSED;
            case FORBIDDEN ->
                "The Hub refuses access to " + repo + ": " + UntrustedText.message(hubMessage)
                        + " If the token is fine-grained, give it read access to this repository.";
            case DISABLED -> "The Hub has disabled access to " + repo + ".";
            case REVISION_NOT_FOUND ->
                repo + " has no revision \"" + UntrustedText.name(context.revision())
                        + "\". Name a branch, a tag or a commit.";
            case FILE_NOT_FOUND ->
                repo + " has no file \"" + UntrustedText.name(String.valueOf(context.path())) + "\" at "
                        + UntrustedText.name(context.revision()) + ".";
            case THROTTLED -> throttled(retryAt) + (context.withToken() ? "" : " A token (HF_TOKEN) raises the limit.");
            case UNAVAILABLE -> unavailable(status);
            default ->
                "The Hub refuses the request for " + repo + " (status " + status + "): "
                        + UntrustedText.message(hubMessage);
        };
    }

    private static String throttled(@Nullable Instant until) {
        return "The Hub limits the rate of requests"
                + (until == null ? "." : " until " + CLOCK.format(until.truncatedTo(ChronoUnit.SECONDS)) + ".");
    }

    private static String unavailable(int status) {
        return "The Hub answers with an error (status " + status + "). It usually passes.";
    }

    private static Optional<Long> number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(" " + text);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    private static @Nullable Instant retryAfter(Instant now, String value) {
        if (value.matches("\\d{1,9}")) {
            return bounded(now, Long.parseLong(value));
        }
        try {
            Instant named = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return bounded(now, Math.max(0, Duration.between(now, named).toSeconds()));
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    /** A server may not put us to sleep for ever. */
    private static Instant bounded(Instant now, long seconds) {
        return now.plusSeconds(Math.min(seconds, Backoff.MAX_WAIT.toSeconds()));
    }
}
