package io.hfdownloader.network;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;

/**
 * The one way to other servers: whatever is asked of a Hub, a CDN or the storage, and every look whether one of them is
 * there, goes over connections that are made here. Redirects are for the caller, who knows where a token may go. For any
 * thread, never blocks; answers arrive on the caller's context.
 */
@ApplicationScoped
public class HttpConnector {

    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int READ_BYTES = 64 * 1024;
    /** Signed addresses stand in headers, and take a few kilobytes. */
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private static final int MAX_DOCUMENT_CONNECTIONS = 8;
    /** To one server, and out of the way of those who count their connections themselves. */
    private static final int MAX_FILE_CONNECTIONS = 10_000; // the budget has its own bound, which is never higher

    private static final int CONNECT_TIMEOUT_MILLIS = 20_000;
    private static final int PROBE_TIMEOUT_MILLIS = 3_000;

    private final HttpClient documents;
    private final HttpClient files;
    private final HappyEyeballs happyEyeballs;
    private final NetworkSettings settings;
    private final Vertx vertx;

    public HttpConnector(Vertx vertx, NetworkSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        Optional<TrustOptions> trust = settings.trust();
        this.documents = vertx.createHttpClient(
                options(trust).setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(MAX_DOCUMENT_CONNECTIONS));
        this.files = vertx.createHttpClient(
                options(trust).setMaxChunkSize(READ_BYTES).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MAX_FILE_CONNECTIONS));
        this.happyEyeballs = new HappyEyeballs(
                vertx, vertx.createNetClient(new NetClientOptions().setConnectTimeout(PROBE_TIMEOUT_MILLIS)));
    }

    private static HttpClientOptions options(Optional<TrustOptions> trust) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setUseAlpn(true) // says that HTTP/1.1 is meant, and nothing else
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        trust.ifPresent(options::setTrustOptions);
        return options;
    }

    /**
     * A connection for a request whose answer is read as it comes, as it was sent; the caller sends it. Fails with an
     * {@link UnreachableException}.
     *
     * @param timeout longest wait for the connection
     */
    public Uni<HttpClientRequest> request(WebAddress address, Map<String, String> headers, Duration timeout) {
        return way(options(address, headers).setConnectTimeout(timeout.toMillis()), address, timeout)
                .chain(way -> UniHelper.toUni(connected(files, way, address)));
    }

    /**
     * Asks, and takes the answer as a whole, unpacked. Fails with an {@link UnreachableException}, a
     * {@link TooLongException} or the connection's own failure. Whoever stops waiting ends the request.
     *
     * @param maxBytes of the body
     * @param timeout longest wait for a connection, and for anything to come; the answer may take three times as long
     */
    public Uni<WholeResponse> get(WebAddress address, Map<String, String> headers, int maxBytes, Duration timeout) {
        RequestOptions options =
                options(address, headers).setConnectTimeout(timeout.toMillis()).setTimeout(timeout.toMillis());
        return way(options, address, timeout)
                .chain(way -> whole(way, address, maxBytes))
                .invoke(answer -> checkProxy(address, answer.status(), answer.headers()))
                .onFailure()
                .transform(failure -> brokenOff(address, failure))
                .ifNoItem()
                .after(timeout.multipliedBy(3))
                .fail();
    }

    /**
     * Sends a request of {@link #request}; the answer is paused. Fails with an {@link UnreachableException} where a proxy
     * answers in the server's place.
     */
    public Uni<HttpClientResponse> send(HttpClientRequest request, WebAddress address) {
        return UniHelper.toUni(request.send().map(response -> {
                    response.pause();
                    response.exceptionHandler(failure -> {}); // until a reader is there, who then hears of it
                    return response;
                }))
                .invoke(response -> checkProxy(address, response.statusCode(), response.headers()))
                .onFailure(UnreachableException.class)
                .invoke(refused -> request.reset())
                .onFailure()
                .transform(failure -> brokenOff(address, failure));
    }

    /**
     * Fails where no connection can be made to this server now, whatever was found before. A proxy is asked for one to the
     * server, where it would be asked for one anyway.
     */
    public Uni<Void> probe(WebAddress server) {
        Proxy proxy = settings.proxyFor(server).orElse(null);
        if (proxy == null) {
            return happyEyeballs.connect(endOf(server)).replaceWithVoid();
        }
        return happyEyeballs
                .connect(proxy.end())
                .chain(found ->
                        proxy.asksItself(server) ? Uni.createFrom().voidItem() : tunnelled(proxy, found, server));
    }

    private Uni<Void> tunnelled(Proxy proxy, SocketAddress found, WebAddress server) {
        NetClient client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(PROBE_TIMEOUT_MILLIS)
                .setProxyOptions(proxy.tunnel(found, Duration.ofMillis(PROBE_TIMEOUT_MILLIS))));
        return UniHelper.toUni(client.connect(server.port(), server.host()))
                .onTermination()
                .invoke(client::close)
                .replaceWithVoid();
    }

    private static RequestOptions options(WebAddress address, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.isTls())
                .setURI(address.target())
                .putHeader("User-Agent", UserAgent.TEXT);
        headers.forEach(options::putHeader);
        return options;
    }

    /** The options with the address to connect to, or the proxy to go by. */
    private Uni<RequestOptions> way(RequestOptions options, WebAddress address, Duration timeout) {
        Proxy proxy = settings.proxyFor(address).orElse(null);
        if (proxy != null && !proxy.canReach(address)) {
            return Uni.createFrom().failure(UnreachableException.of(address, ProxyFailure.tlsOnly(proxy)));
        }
        return Uni.createFrom()
                .deferred(() -> happyEyeballs.select(nextEnd(address)))
                .map(found -> proxy == null ? options.setServer(found) : proxy.take(options, address, found, timeout))
                .onFailure()
                .transform(failure -> unreachable(address, failure));
    }

    private Future<HttpClientRequest> connected(HttpClient client, RequestOptions way, WebAddress address) {
        return client.request(way).recover(failure -> Future.failedFuture(unreachable(address, failure)));
    }

    /** Who has the other end of our connections to this address. */
    private SocketAddress nextEnd(WebAddress address) {
        return settings.proxyFor(address).map(Proxy::end).orElseGet(() -> endOf(address));
    }

    private UnreachableException unreachable(WebAddress address, Throwable failure) {
        happyEyeballs.forget(nextEnd(address));
        return UnreachableException.of(address, settings.proxyFor(address).orElse(null), failure);
    }

    private void checkProxy(WebAddress address, int status, MultiMap headers) {
        settings.proxyFor(address)
                .filter(proxy -> proxy.asksItself(address))
                .flatMap(proxy -> ProxyFailure.of(proxy, status, headers))
                .ifPresent(failure -> {
                    throw UnreachableException.of(address, failure);
                });
    }

    /** A proxy that is asked itself is the one that closes without an answer. */
    private Throwable brokenOff(WebAddress address, Throwable failure) {
        boolean known = failure instanceof UnreachableException || failure instanceof TooLongException;
        return known
                ? failure
                : settings.proxyFor(address)
                        .filter(proxy -> proxy.asksItself(address))
                        .<Throwable>map(
                                proxy -> UnreachableException.of(address, ProxyFailure.brokenOff(proxy, failure)))
                        .orElse(failure);
    }

    private static SocketAddress endOf(WebAddress address) {
        return SocketAddress.inetSocketAddress(address.port(), address.host());
    }

    /**
     * An answer that nobody waits for any more would hold its connection as long as it drips. Each step is on the request's
     * own context, whoever asks: elsewhere the answer may be over before anybody takes it.
     */
    private Uni<WholeResponse> whole(RequestOptions way, WebAddress address, int maxBytes) {
        return Uni.createFrom().emitter(emitter -> {
            var response = connected(documents, way, address)
                    .compose(request -> {
                        Future<WholeResponse> reply =
                                request.send().compose(head -> collected(request, head, maxBytes));
                        var stoppable = emitter.onTermination(() -> stop(request, reply));
                        return reply;
                    })
                    .onSuccess(emitter::complete)
                    .onFailure(emitter::fail);
        });
    }

    /** Not behind the end of the answer: its connection may be another's already, and would be closed below it. */
    private static void stop(HttpClientRequest request, Future<WholeResponse> reply) {
        if (!reply.isComplete()) {
            boolean unused = request.reset();
        }
    }

    private static Future<WholeResponse> collected(
            HttpClientRequest request, HttpClientResponse response, int maxBytes) {
        Promise<WholeResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
                    if (body.length() + part.length() > maxBytes) {
                        whole.tryFail(new TooLongException());
                        request.reset();
                    } else {
                        body.appendBuffer(part);
                    }
                })
                .exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(
                        new WholeResponse(response.statusCode(), response.headers(), body.getBytes())));
        return whole.future();
    }
}
