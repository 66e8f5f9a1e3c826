package io.hfdownloader.transfer.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.http.ContentRange;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.UserAgent;
import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.stream.ErrorBody;
import io.hfdownloader.transfer.stream.HappyEyeballs;
import io.hfdownloader.transfer.stream.RangeResponse;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.RefusedException.Kind;
import io.hfdownloader.transfer.stream.RequestHandle;
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
public final class HttpSource {

    private static final int MAX_REDIRECTS = 20;

    private final HttpClient http;
    private final HappyEyeballs happyEyeballs;
    private final HubClient hub;
    private final TransferRequest transferRequest;
    private final Duration timeout;
    private final WebAddress fileAddress;
    private final Executor loop;
    private WebAddress lastServer;
    private @Nullable Link link;

    /** Where redirects ended, and the entity tag that the server there gave to the bytes. */
    private record Link(WebAddress address, @Nullable String entityTag) {}

    public HttpSource(
            HttpClient http,
            HappyEyeballs happyEyeballs,
            HubClient hub,
            TransferRequest transferRequest,
            Duration timeout,
            Executor loop) {
        this.happyEyeballs = happyEyeballs;
        this.loop = loop;
        this.http = http;
        this.hub = hub;
        this.transferRequest = transferRequest;
        this.timeout = timeout;
        this.fileAddress = hub.fileAddress(
                transferRequest.repo(),
                transferRequest.commit(),
                transferRequest.file().path());
        this.lastServer = fileAddress;
    }

    /** The server that was asked last: when it could not be reached, it is the one to watch. */
    public WebAddress lastServer() {
        return lastServer;
    }

    /** Forgets the link, so that the next range asks the Hub for a fresh one. */
    void renewLink() {
        link = null;
    }

    /**
     * Asks for a range, or for the whole file without a {@code Range} header when the range covers it.
     * Fails with {@link HubException}, {@link RefusedException} or the network's own exception.
     */
    Uni<RangeResponse> open(ByteRange byteRange, RequestHandle handle) {
        Link known = link;
        Hop hop = known == null
                ? new Hop(byteRange, fileAddress, false, false, MAX_REDIRECTS)
                : new Hop(byteRange, known.address(), true, false, MAX_REDIRECTS);
        return follow(hop, handle);
    }

    /** One request on the way to the bytes. */
    private record Hop(ByteRange byteRange, WebAddress address, boolean fromLink, boolean sawHub, int redirectsLeft) {}

    private Uni<RangeResponse> follow(Hop hop, RequestHandle handle) {
        return request(hop)
                .invoke(handle::attach)
                .chain(request -> send(request).chain(response -> checkResponse(hop, request, response, handle)));
    }

    private Uni<HttpClientRequest> request(Hop hop) {
        WebAddress address = hop.address();
        lastServer = address;
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
        if (!isWhole(hop.byteRange())) {
            options.putHeader("Range", hop.byteRange().toRangeHeader());
            if (hop.fromLink() && link != null && link.entityTag() != null) {
                options.putHeader("If-Range", link.entityTag());
            }
        }
        hub.authorization(address).ifPresent(value -> options.putHeader("Authorization", value));
        return happyEyeballs.connect(http, options, address);
    }

    private static Uni<HttpClientResponse> send(HttpClientRequest request) {
        return UniHelper.toUni(request.send().map(response -> {
            response.pause();
            response.exceptionHandler(failure -> {}); // until a reader is there, who then hears of it
            return response;
        }));
    }

    private Uni<RangeResponse> checkResponse(
            Hop hop, HttpClientRequest request, HttpClientResponse response, RequestHandle handle) {
        int status = response.statusCode();
        boolean onHub = hub.isHub(hop.address());
        boolean sawHub = hop.sawHub() || onHub && response.getHeader("X-Repo-Commit") != null;
        if (onHub && status < 400) {
            checkHubHeaders(response);
        }
        if (status == 200 || status == 206) {
            if (!hop.fromLink() && !sawHub) {
                throw HubErrors.notAHub(hub.endpoint(), "its answer names no commit");
            }
            return Uni.createFrom().item(() -> accepted(hop, request, response, onHub));
        }
        if (status >= 300 && status < 400) {
            return redirected(hop, request, response, sawHub, handle);
        }
        return ErrorBody.read(response, loop)
                .onTermination()
                .invoke(request::reset)
                .map(text -> refused(hop, response, text, onHub))
                .chain(failure -> Uni.createFrom().failure(failure));
    }

    private Uni<RangeResponse> redirected(
            Hop hop, HttpClientRequest request, HttpClientResponse response, boolean sawHub, RequestHandle handle) {
        Optional<WebAddress> target =
                Optional.ofNullable(response.getHeader("Location")).flatMap(hop.address()::resolve);
        if (target.isEmpty() || hop.redirectsLeft() == 0) {
            request.reset();
            throw HubErrors.notAHub(hub.endpoint(), "it redirects to nowhere");
        }
        Hop nextHop = new Hop(hop.byteRange(), target.get(), false, sawHub || hop.fromLink(), hop.redirectsLeft() - 1);
        return drained(request, response).chain(() -> follow(nextHop, handle));
    }

    /** A redirect's body is a line of text: read to its end, so that the connection can be used again. */
    private static Uni<Void> drained(HttpClientRequest request, HttpClientResponse response) {
        long length = contentLength(response);
        if (length < 0 || length > ErrorBody.MAX_BYTES) {
            request.reset();
            return Uni.createFrom().voidItem();
        }
        response.resume();
        return UniHelper.toUni(response.end());
    }

    /** The Hub says which commit and which content it is about to give: both must be the ones we were promised. */
    private void checkHubHeaders(HttpClientResponse response) {
        RepoFile file = transferRequest.file();
        String commit = response.getHeader("X-Repo-Commit");
        String etag = response.getHeader("X-Linked-Etag");
        String size = response.getHeader("X-Linked-Size");
        boolean same = (commit == null || commit.equals(transferRequest.commit()))
                && (etag == null || normalized(etag).equals(file.etag()))
                && (size == null || size.equals(Long.toString(file.sizeBytes())));
        if (!same) {
            throw new HubException(
                    HubException.Kind.CHANGED,
                    "The Hub now gives other content for " + file.path() + " than it listed at commit "
                            + transferRequest.commit() + ". Start the download again to get the new version.");
        }
    }

    private RangeResponse accepted(Hop hop, HttpClientRequest request, HttpClientResponse response, boolean onHub) {
        String encoding = response.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw badAnswer(request, "it is compressed although that was not asked for");
        }
        if (!onHub && isPageInsteadOfFile(response)) {
            throw badAnswer(request, "it is a web page");
        }
        boolean ranged = response.statusCode() == 206;
        long bodyStart = ranged ? checkedRange(hop.byteRange(), request, response) : 0;
        long promised = contentLength(response);
        if (!ranged && promised >= 0 && promised != transferRequest.file().sizeBytes()) {
            throw badAnswer(
                    request,
                    "it has " + promised + " bytes where "
                            + transferRequest.file().sizeBytes() + " were promised");
        }
        if (!onHub || hop.fromLink()) {
            link = new Link(hop.address(), strongTag(response));
        }
        return new RangeResponse(request, response, bodyStart, ranged);
    }

    private long checkedRange(ByteRange byteRange, HttpClientRequest request, HttpClientResponse response) {
        String header = response.getHeader("Content-Range");
        long size = transferRequest.file().sizeBytes();
        boolean right = ContentRange.parse(header)
                .filter(range -> range.start() == byteRange.start()
                        && range.end() <= byteRange.end()
                        && range.total().orElse(size) == size)
                .isPresent();
        if (!right) {
            throw badAnswer(request, "its Content-Range is \"" + UntrustedText.message(String.valueOf(header)) + "\"");
        }
        return byteRange.start();
    }

    private static RefusedException badAnswer(HttpClientRequest request, String what) {
        request.reset();
        return new RefusedException(Kind.BAD_ANSWER, "The server's answer cannot be used: " + what);
    }

    private boolean isPageInsteadOfFile(HttpClientResponse response) {
        String type = response.getHeader("Content-Type");
        String path = transferRequest.file().path();
        return type != null && type.startsWith("text/html") && !path.endsWith(".html") && !path.endsWith(".htm");
    }

    private RuntimeException refused(Hop hop, HttpClientResponse response, String text, boolean onHub) {
        int status = response.statusCode();
        if (onHub) {
            return HubErrors.of(
                    hub.requestContext(
                            transferRequest.repo(),
                            transferRequest.commit(),
                            transferRequest.file().path()),
                    status,
                    response.headers(),
                    text);
        }
        String reply = "status " + status + (text.isBlank() ? "" : ": " + UntrustedText.message(text));
        Optional<RefusedException> passing = RefusedException.passing("The server", status, reply, response.headers());
        if (passing.isPresent()) {
            return passing.get();
        }
        if (hop.fromLink() && link != null && link.address().equals(hop.address())) {
            link = null;
        }
        return new RefusedException(
                hop.fromLink() ? Kind.OLD_LINK : Kind.FRESH_LINK, "The server refuses the link with " + reply);
    }

    private boolean isWhole(ByteRange byteRange) {
        return byteRange.start() == 0
                && byteRange.end() == transferRequest.file().sizeBytes();
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
