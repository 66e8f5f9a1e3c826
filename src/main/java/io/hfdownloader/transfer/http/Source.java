package io.hfdownloader.transfer.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.http.Segment;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.UserAgent;
import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.stream.Answer;
import io.hfdownloader.transfer.stream.ErrorText;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.RefusedException.Kind;
import io.hfdownloader.transfer.stream.Routes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one file come from: asks the Hub, follows its redirects by hand (the token stays on the Hub),
 * keeps the signed link for further ranges and checks every answer before a byte of it is used.
 * Lives on one transfer's event loop.
 */
public final class Source {

    private static final int MOST_REDIRECTS = 20;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final HttpClient http;
    private final Routes routes;
    private final HubClient hub;
    private final TransferRequest wanted;
    private final Duration timeout;
    private final WebAddress start;
    private final Executor loop;
    private WebAddress lastAsked;
    private @Nullable Link link;

    /** Where redirects ended, and the entity tag that the server there gave to the bytes. */
    private record Link(WebAddress address, @Nullable String entityTag) {}

    public Source(
            HttpClient http, Routes routes, HubClient hub, TransferRequest wanted, Duration timeout, Executor loop) {
        this.routes = routes;
        this.loop = loop;
        this.http = http;
        this.hub = hub;
        this.wanted = wanted;
        this.timeout = timeout;
        this.start =
                hub.fileAddress(wanted.repo(), wanted.commit(), wanted.file().path());
        this.lastAsked = start;
    }

    /** The server that was asked last: when it could not be reached, it is the one to watch. */
    public WebAddress lastAsked() {
        return lastAsked;
    }

    /** Forgets the link, so that the next range asks the Hub for a fresh one. */
    void renewLink() {
        link = null;
    }

    /**
     * Asks for a range, or for the whole file without a {@code Range} header when the segment covers it.
     * Fails with {@link HubException}, {@link RefusedException} or the network's own exception.
     */
    Uni<Answer> open(Segment segment, RequestHandle handle) {
        Link known = link;
        Step step = known == null
                ? new Step(segment, start, false, false, MOST_REDIRECTS)
                : new Step(segment, known.address(), true, false, MOST_REDIRECTS);
        return follow(step, handle);
    }

    /** Gives the transfer a hold on the request at work, so that a stall can be ended. */
    public interface RequestHandle {
        void holds(HttpClientRequest request);
    }

    /** One request on the way to the bytes. */
    private record Step(Segment segment, WebAddress address, boolean fromLink, boolean sawHub, int redirectsLeft) {}

    private Uni<Answer> follow(Step step, RequestHandle handle) {
        return request(step)
                .invoke(handle::holds)
                .chain(request -> send(request).chain(response -> judge(step, request, response, handle)));
    }

    private Uni<HttpClientRequest> request(Step step) {
        WebAddress address = step.address();
        lastAsked = address;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.isTls())
                .setURI(address.target())
                .setConnectTimeout(timeout.toMillis())
                .putHeader("User-Agent", UserAgent.TEXT)
                .putHeader("Accept", "*/*")
                .putHeader("Accept-Encoding", "identity");
        if (!isWhole(step.segment())) {
            options.putHeader("Range", step.segment().toRangeHeader());
            if (step.fromLink() && link != null && link.entityTag() != null) {
                options.putHeader("If-Range", link.entityTag());
            }
        }
        hub.authorization(address).ifPresent(value -> options.putHeader("Authorization", value));
        return routes.connect(http, options, address);
    }

    private static Uni<HttpClientResponse> send(HttpClientRequest request) {
        return UniHelper.toUni(request.send().map(response -> {
            response.pause();
            response.exceptionHandler(failure -> {}); // until a reader is there, who then hears of it
            return response;
        }));
    }

    private Uni<Answer> judge(Step step, HttpClientRequest request, HttpClientResponse response, RequestHandle handle) {
        int status = response.statusCode();
        boolean onHub = hub.isHub(step.address());
        boolean sawHub = step.sawHub() || onHub && response.getHeader("X-Repo-Commit") != null;
        if (onHub && status < 400) {
            checkHubHeaders(response);
        }
        if (status == 200 || status == 206) {
            if (!step.fromLink() && !sawHub) {
                throw HubErrors.notAHub(hub.endpoint(), "its answer names no commit");
            }
            return Uni.createFrom().item(() -> accepted(step, request, response, onHub));
        }
        if (status >= 300 && status < 400) {
            return redirected(step, request, response, sawHub, handle);
        }
        return ErrorText.of(response, loop)
                .onTermination()
                .invoke(request::reset)
                .map(text -> refused(step, response, text, onHub))
                .chain(failure -> Uni.createFrom().failure(failure));
    }

    private Uni<Answer> redirected(
            Step step, HttpClientRequest request, HttpClientResponse response, boolean sawHub, RequestHandle handle) {
        Optional<WebAddress> target =
                Optional.ofNullable(response.getHeader("Location")).flatMap(step.address()::resolve);
        if (target.isEmpty() || step.redirectsLeft() == 0) {
            request.reset();
            throw HubErrors.notAHub(hub.endpoint(), "it redirects to nowhere");
        }
        Step next = new Step(step.segment(), target.get(), false, sawHub || step.fromLink(), step.redirectsLeft() - 1);
        return drained(request, response).chain(() -> follow(next, handle));
    }

    /** A redirect's body is a line of text: read to its end, so that the connection can be used again. */
    private static Uni<Void> drained(HttpClientRequest request, HttpClientResponse response) {
        long length = contentLength(response);
        if (length < 0 || length > ErrorText.MOST_BYTES) {
            request.reset();
            return Uni.createFrom().voidItem();
        }
        response.resume();
        return UniHelper.toUni(response.end());
    }

    /** The Hub says which commit and which content it is about to give: both must be the ones we were promised. */
    private void checkHubHeaders(HttpClientResponse response) {
        RepoFile file = wanted.file();
        String commit = response.getHeader("X-Repo-Commit");
        String etag = response.getHeader("X-Linked-Etag");
        String size = response.getHeader("X-Linked-Size");
        boolean same = (commit == null || commit.equals(wanted.commit()))
                && (etag == null || normalized(etag).equals(file.etag()))
                && (size == null || size.equals(Long.toString(file.sizeBytes())));
        if (!same) {
            throw new HubException(
                    HubException.Kind.CHANGED,
                    "The Hub now gives other content for " + file.path() + " than it listed at commit "
                            + wanted.commit() + ". Start the download again to get the new version.");
        }
    }

    private Answer accepted(Step step, HttpClientRequest request, HttpClientResponse response, boolean onHub) {
        String encoding = response.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw badAnswer(request, "it is compressed although that was not asked for");
        }
        if (!onHub && isPageInsteadOfFile(response)) {
            throw badAnswer(request, "it is a web page");
        }
        boolean ranged = response.statusCode() == 206;
        long bodyStart = ranged ? checkedRange(step.segment(), request, response) : 0;
        long promised = contentLength(response);
        if (!ranged && promised >= 0 && promised != wanted.file().sizeBytes()) {
            throw badAnswer(
                    request,
                    "it has " + promised + " bytes where " + wanted.file().sizeBytes() + " were promised");
        }
        if (!onHub || step.fromLink()) {
            link = new Link(step.address(), strongTag(response));
        }
        return new Answer(request, response, bodyStart, ranged);
    }

    private long checkedRange(Segment segment, HttpClientRequest request, HttpClientResponse response) {
        String header = response.getHeader("Content-Range");
        Matcher matcher = CONTENT_RANGE.matcher(header == null ? "" : header);
        boolean right = matcher.matches()
                && Long.parseLong(matcher.group(1)) == segment.start()
                && Long.parseLong(matcher.group(2)) < segment.end()
                && (matcher.group(3).equals("*")
                        || Long.parseLong(matcher.group(3)) == wanted.file().sizeBytes());
        if (!right) {
            throw badAnswer(request, "its Content-Range is \"" + HubErrors.quote(String.valueOf(header)) + "\"");
        }
        return segment.start();
    }

    private static RefusedException badAnswer(HttpClientRequest request, String what) {
        request.reset();
        return new RefusedException(Kind.BAD_ANSWER, "The server's answer cannot be used: " + what);
    }

    private boolean isPageInsteadOfFile(HttpClientResponse response) {
        String type = response.getHeader("Content-Type");
        String path = wanted.file().path();
        return type != null && type.startsWith("text/html") && !path.endsWith(".html") && !path.endsWith(".htm");
    }

    private RuntimeException refused(Step step, HttpClientResponse response, String text, boolean onHub) {
        int status = response.statusCode();
        if (onHub) {
            return HubErrors.of(
                    hub.asked(wanted.repo(), wanted.commit(), wanted.file().path()), status, response.headers(), text);
        }
        String said = "status " + status + (text.isBlank() ? "" : ": " + HubErrors.quote(text));
        if (status == 429) {
            return new RefusedException(
                    Kind.THROTTLED, "The server limits requests (" + said + ")", HubErrors.retryAt(response.headers()));
        }
        if (status >= 500 || status == 408) {
            return new RefusedException(
                    Kind.SERVER, "The server answers with " + said, HubErrors.retryAt(response.headers()));
        }
        if (step.fromLink() && link != null && link.address().equals(step.address())) {
            link = null;
        }
        return new RefusedException(
                step.fromLink() ? Kind.OLD_LINK : Kind.FRESH_LINK, "The server refuses the link with " + said);
    }

    private boolean isWhole(Segment segment) {
        return segment.start() == 0 && segment.end() == wanted.file().sizeBytes();
    }

    private static @Nullable String strongTag(HttpClientResponse response) {
        String tag = response.getHeader("ETag");
        return tag == null || tag.startsWith("W/") ? null : tag;
    }

    private static String normalized(String etag) {
        String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
        return strong.replace("\"", "");
    }

    private static long contentLength(HttpClientResponse response) {
        String header = response.getHeader("Content-Length");
        return header != null && header.matches("\\d{1,18}") ? Long.parseLong(header) : -1;
    }
}
