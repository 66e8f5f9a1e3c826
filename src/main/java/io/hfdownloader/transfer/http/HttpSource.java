package io.hfdownloader.transfer.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import io.hfdownloader.http.ByteRange;
import io.hfdownloader.http.ContentRange;
import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.http.RetryAfter;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubEndpoint;
import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.HubFailures;
import io.hfdownloader.hub.RedirectChain;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.stream.ErrorBody;
import io.hfdownloader.transfer.stream.RangeResponse;
import io.hfdownloader.transfer.stream.RefusedException;
import io.hfdownloader.transfer.stream.RefusedException.Kind;
import io.hfdownloader.transfer.stream.RequestHandle;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.transfer.stream.ThrottledServers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one file come from: asks the Hub, follows its redirects by hand (the token stays on the Hub),
 * keeps the signed link for further ranges and checks every answer before a byte of it is used.
 * Lives on one transfer's event loop.
 */
public final class HttpSource {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern STRONG_TAG = Pattern.compile("\"[^\"]*+\"");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private final HttpConnector connector;
    private final HubClient hub;
    private final TransferRequest transferRequest;
    private final Duration timeout;
    private final WebAddress fileAddress;
    private final ThrottledServers throttledServers;
    private final Executor loop;
    private boolean closed;
    private WebAddress lastServer;
    private @Nullable Link link;

    /** Where redirects ended, and the entity tag that the server there gave to the bytes. */
    private record Link(WebAddress address, @Nullable String entityTag) {}

    public HttpSource(
            HttpConnector connector,
            HubClient hub,
            TransferRequest transferRequest,
            Duration timeout,
            ThrottledServers throttledServers,
            Executor loop) {
        this.connector = connector;
        this.throttledServers = throttledServers;
        this.loop = loop;
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

    /** The mirror that the bytes come from; empty where it is the original Hub. */
    public Optional<String> mirror() {
        return hub.mirror();
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
        WebAddress first = known == null ? fileAddress : known.address();
        return follow(new Hop(byteRange, hub.redirects(first), known != null, false), handle);
    }

    /** One request on the way to the bytes. */
    private record Hop(ByteRange byteRange, RedirectChain chain, boolean fromLink, boolean sawHub) {

        WebAddress address() {
            return chain.address();
        }

        boolean onHub() {
            return chain.isOnHub();
        }
    }

    /** Nothing more is asked for. */
    void close() {
        closed = true;
        throttledServers.forget(this);
    }

    private Uni<RangeResponse> follow(Hop hop, RequestHandle handle) {
        if (closed) { // while the body of a redirect was read
            return Uni.createFrom().failure(new StoppedException());
        }
        Optional<RefusedException> refusal = throttledServers.refusal(this, hop.address());
        if (refusal.isPresent()) {
            return Uni.createFrom().failure(refusal.get());
        }
        return request(hop)
                .invoke(handle::attach)
                .chain(request -> connector
                        .send(request, hop.address())
                        .chain(response -> checkResponse(hop, request, response, handle)));
    }

    private Uni<HttpClientRequest> request(Hop hop) {
        WebAddress address = hop.address();
        lastServer = address;
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "*/*");
        headers.put("Accept-Encoding", "identity");
        if (!isWhole(hop.byteRange())) {
            headers.put("Range", hop.byteRange().toRangeHeader());
            if (hop.fromLink() && link != null && link.entityTag() != null) {
                headers.put("If-Range", link.entityTag());
            }
        }
        hub.authorization(address).ifPresent(value -> headers.put("Authorization", value));
        return connector.request(address, headers, timeout);
    }

    private Uni<RangeResponse> checkResponse(
            Hop hop, HttpClientRequest request, HttpClientResponse response, RequestHandle handle) {
        int status = response.statusCode();
        boolean sawHub = hop.sawHub() || hop.onHub() && isCommit(response.getHeader("X-Repo-Commit"));
        if (status == 200 || status == 206) {
            try {
                return Uni.createFrom().item(accepted(hop, sawHub, request, response));
            } catch (HubException | RefusedException wrong) {
                return ErrorBody.discard(request, response, handle, loop)
                        .chain(() -> Uni.createFrom().failure(wrong));
            }
        }
        return ErrorBody.read(request, response, handle, loop)
                .chain(text -> status >= 300 && status < 400
                        ? redirected(hop, sawHub, response, handle)
                        : Uni.createFrom().failure(refused(hop, response, text)));
    }

    private Uni<RangeResponse> redirected(Hop hop, boolean sawHub, HttpClientResponse response, RequestHandle handle) {
        checkHubHeaders(hop, response);
        RedirectChain next = hop.chain().follow(response.getHeader("Location"));
        return follow(new Hop(hop.byteRange(), next, false, sawHub || hop.fromLink()), handle);
    }

    /**
     * What the Hub says of the commit and the content that it is about to give must be what we were promised. A mirror
     * need not say it: the bytes are checked in any case.
     */
    private void checkHubHeaders(Hop hop, HttpClientResponse response) {
        if (!hop.onHub()) {
            return;
        }
        RepoFile file = transferRequest.file();
        String commit = response.getHeader("X-Repo-Commit");
        if (isCommit(commit) && !commit.equalsIgnoreCase(transferRequest.commit())) {
            throw changed("it is at commit " + commit);
        }
        String etag = response.getHeader("X-Linked-Etag");
        String hash = etag == null ? "" : normalized(etag);
        if (HASH.matcher(hash).matches() && !hash.equals(file.etag()) && !hash.equals(file.blobId())) {
            throw changed("its hash is " + hash);
        }
        String size = response.getHeader("X-Linked-Size");
        if (size != null && size.matches("\\d{1,18}") && Long.parseLong(size) != file.sizeBytes()) {
            throw changed("it has " + size + " bytes");
        }
    }

    private HubException changed(String what) {
        return HubErrors.changed(requestContext(), what);
    }

    private HubErrors.RequestContext requestContext() {
        return hub.requestContext(
                transferRequest.repo(),
                transferRequest.commit(),
                transferRequest.file().path());
    }

    private RangeResponse accepted(Hop hop, boolean sawHub, HttpClientRequest request, HttpClientResponse response) {
        checkHubHeaders(hop, response);
        checkForm(hop, sawHub, response);
        boolean ranged = response.statusCode() == 206;
        long bodyStart = ranged ? checkedRange(hop, response) : 0;
        if (!hop.onHub() || hop.fromLink()) {
            link = new Link(hop.address(), strongTag(response));
        }
        return new RangeResponse(request, response, bodyStart, ranged);
    }

    private void checkForm(Hop hop, boolean sawHub, HttpClientResponse response) {
        String encoding = response.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw badAnswer(hop, "it is compressed although that was not asked for");
        }
        long size = transferRequest.file().sizeBytes();
        long promised = contentLength(response);
        boolean whole = response.statusCode() == 200;
        if (isPageInsteadOfFile(response) && !(hop.onHub() && sawHub) && !(whole && promised == size)) {
            if (sawHub || hop.fromLink()) {
                throw badAnswer(hop, "it is a web page");
            }
            throw HubFailures.notAHub(hop.chain().endpoint(), "it answers with a web page where a file was asked for");
        }
        if (whole && promised >= 0 && promised != size) {
            throw badAnswer(hop, "it has " + promised + " bytes where " + size + " were promised");
        }
    }

    private long checkedRange(Hop hop, HttpClientResponse response) {
        String header = response.getHeader("Content-Range");
        long size = transferRequest.file().sizeBytes();
        ByteRange byteRange = hop.byteRange();
        boolean right = ContentRange.parse(header)
                .filter(range -> range.start() == byteRange.start()
                        && range.end() <= byteRange.end()
                        && range.total().orElse(size) == size)
                .isPresent();
        if (!right) {
            throw badAnswer(hop, "its Content-Range is \"" + UntrustedText.message(String.valueOf(header)) + "\"");
        }
        return byteRange.start();
    }

    private static RefusedException badAnswer(Hop hop, String what) {
        HubEndpoint hub = hop.chain().endpoint();
        String server =
                hop.onHub() && hub.isMirror() ? "The answer of the mirror " + hub.displayed() : "The server's answer";
        return new RefusedException(Kind.BAD_ANSWER, server + " cannot be used: " + what);
    }

    private boolean isPageInsteadOfFile(HttpClientResponse response) {
        String type = response.getHeader("Content-Type");
        String path = transferRequest.file().path();
        return type != null && type.startsWith("text/html") && !path.endsWith(".html") && !path.endsWith(".htm");
    }

    private RuntimeException refused(Hop hop, HttpClientResponse response, String text) {
        RuntimeException refusal = refusal(hop, response, text);
        if (HttpStatus.isPassing(response.statusCode()) && !closed) {
            RetryAfter.of(response.statusCode(), response.headers())
                    .ifPresent(wait ->
                            throttledServers.pause(this, hop.address(), wait, String.valueOf(refusal.getMessage())));
        }
        return refusal;
    }

    private RuntimeException refusal(Hop hop, HttpClientResponse response, String text) {
        int status = response.statusCode();
        if (hop.onHub()) {
            return HubErrors.of(requestContext().movedTo(hop.chain().movedTo()), status, response.headers(), text);
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
        return tag != null && STRONG_TAG.matcher(tag).matches() ? tag : null;
    }

    private static String normalized(String etag) {
        String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
        return strong.replace("\"", "").strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isCommit(@Nullable String text) {
        return text != null && COMMIT.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    private static long contentLength(HttpClientResponse response) {
        String header = response.getHeader("Content-Length");
        return header != null && header.matches("\\d{1,18}") ? Long.parseLong(header) : -1;
    }
}
