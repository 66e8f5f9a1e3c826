package io.hfdownloader.network;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.cache.WaitTimers;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The one way to other servers: whatever is asked of a Hub, a CDN or the storage, and every look whether one of them is
 * there, goes over connections that are made here. Redirects are for the caller, who knows where a token may go. For any
 * thread, never blocks; answers arrive on the caller's context.
 */
@Startup
@ApplicationScoped
public class HttpConnector {

    private static final int PROBE_TIMEOUT_MILLIS = 3_000;
    /** For what is made at the start, which takes seconds where the machine is small and busy. */
    private static final Duration MAX_START = Duration.ofMinutes(1);

    /** Where a proxy that speaks SOCKS says what the server, and not the proxy, is to blame for. */
    private static final String SOCKS_REPLY = ", status: ";

    private final Future<HttpClients> clients;
    private final HappyEyeballs happyEyeballs;
    private final NetworkSettings settings;
    private final LedAddresses led = new LedAddresses();
    private final Vertx vertx;

    /**
     * How a server is reached.
     *
     * @param pools whose connections are of this kind
     * @param options of the request
     * @param ends the other ends of a connection, to be tried in turn
     */
    private record Way(HttpClientPools pools, RequestOptions options, List<SocketAddress> ends) {

        RequestOptions to(int end) {
            return new RequestOptions(options).setServer(ends.get(end));
        }
    }

    /**
     * What becomes of a body, and what is sent for it.
     *
     * @param reader who takes it while it comes; null where it is held
     * @param sent the body of the request; null for none
     */
    private record BodySpec(
            int maxBytes,
            @Nullable Consumer<byte[]> reader,
            @Nullable Buffer sent) {

        /** Of an answer that the reader does not want. */
        static final int MAX_ERROR_BYTES = 1 << 20;
        /** Of an answer that nobody reads. */
        static final int MAX_UNREAD_BYTES = 16 << 20;
    }

    public HttpConnector(Vertx vertx, NetworkSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.clients = HttpClients.prepare(vertx, settings);
        this.happyEyeballs = new HappyEyeballs(
                vertx, vertx.createNetClient(new NetClientOptions().setConnectTimeout(PROBE_TIMEOUT_MILLIS)));
    }

    /** The user has named this Hub. Where it is itself, others that it leads to may be as well. */
    public void trust(WebAddress hub) {
        led.trust(hub);
    }

    /**
     * A connection for a request whose answer is read as it comes, as it was sent; the caller sends it. Fails with an
     * {@link UnreachableException}.
     *
     * @param timeout longest wait for the connection
     */
    public Uni<HttpClientRequest> request(WebAddress address, Map<String, String> headers, Duration timeout) {
        RequestOptions options = options(address, headers).setConnectTimeout(timeout.toMillis());
        return ready(address, () -> way(options, address, timeout, admissionOf(address)))
                .chain(way -> UniHelper.toUni(connected(way.pools().files(), way, address, 0)));
    }

    /**
     * Asks, and takes the answer as a whole, unpacked. Fails with an {@link UnreachableException}, a
     * {@link TooLongException} or the connection's own failure. Whoever stops waiting ends the request.
     *
     * @param maxBytes of the body
     * @param timeout longest wait for a connection, and for anything to come; the answer may take three times as long
     */
    public Uni<WholeResponse> get(WebAddress address, Map<String, String> headers, int maxBytes, Duration timeout) {
        return exchange(address, options(address, headers), new BodySpec(maxBytes, null, null), timeout);
    }

    /**
     * As {@link #get}, but gives the body of an answer that is no error to a reader while it comes; it is not in the answer then.
     *
     * @param body gets it part by part, unpacked, on an event loop; must not fail
     */
    public Uni<WholeResponse> stream(
            WebAddress address, Map<String, String> headers, Consumer<byte[]> body, int maxBytes, Duration timeout) {
        return exchange(address, options(address, headers), new BodySpec(maxBytes, body, null), timeout);
    }

    /**
     * Posts to an address that the owner of this program has named, and that may be anywhere for that: unlike others it
     * may be in a private network, or this machine. The body of an answer is kept only where that is an error.
     *
     * @param timeout longest wait for a connection, and for anything to come; the answer may take three times as long
     */
    public Uni<WholeResponse> post(WebAddress address, Map<String, String> headers, byte[] body, Duration timeout) {
        BodySpec spec = new BodySpec(BodySpec.MAX_UNREAD_BYTES, part -> {}, Buffer.buffer(body));
        return exchange(address, options(address, headers).setMethod(HttpMethod.POST), spec, timeout);
    }

    private Uni<WholeResponse> exchange(WebAddress address, RequestOptions request, BodySpec body, Duration timeout) {
        RequestOptions options = request.setConnectTimeout(timeout.toMillis()).setTimeout(timeout.toMillis());
        HappyEyeballs.Admission admission = body.sent() == null ? admissionOf(address) : HappyEyeballs.Admission.ALL;
        return ready(
                address,
                () -> way(options, address, timeout, admission)
                        .chain(way -> whole(way, address, body))
                        .invoke(answer -> checkProxy(address, answer.status(), answer.headers()))
                        .onFailure()
                        .transform(failure -> brokenOff(address, failure))
                        .ifNoItem()
                        .after(timeout.multipliedBy(3))
                        .on(WaitTimers.shared())
                        .fail());
    }

    /** Waits for the start to be over, which is nobody's silence: the work's own time begins then, on the caller's context. */
    private <T> Uni<T> ready(WebAddress address, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (clients.succeeded()) {
                return work.get();
            }
            Context context = vertx.getOrCreateContext();
            return UniHelper.toUni(clients)
                    .ifNoItem()
                    .after(MAX_START)
                    .on(WaitTimers.shared())
                    .fail()
                    .onFailure()
                    .transform(failure -> UnreachableException.of(address, null, failure))
                    .emitOn(job -> context.runOnContext(nothing -> job.run()))
                    .chain(made -> work.get());
        });
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
            return happyEyeballs.connect(endOf(server), admissionOf(server)).replaceWithVoid();
        }
        return happyEyeballs
                .connect(proxy.end(), HappyEyeballs.Admission.ALL)
                .chain(found -> proxy.asksItself(server) || proxy.isTls()
                        ? Uni.createFrom().voidItem()
                        : ends(proxy, server, admissionOf(server)).chain(ends -> tunnelled(proxy, found, ends.get(0))));
    }

    /** The proxy by way of which this server is reached, for messages: without user and password. */
    public Optional<String> proxyFor(WebAddress server) {
        return settings.proxyFor(server).map(Proxy::toString);
    }

    private Uni<Void> tunnelled(Proxy proxy, SocketAddress found, SocketAddress server) {
        NetClient client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(PROBE_TIMEOUT_MILLIS)
                .setProxyOptions(proxy.tunnel(found, Duration.ofMillis(PROBE_TIMEOUT_MILLIS))));
        return UniHelper.toUni(client.connect(server))
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

    /**
     * The address to connect to, or the proxy to go by.
     *
     * @param admission which addresses it may have
     */
    private Uni<Way> way(
            RequestOptions options, WebAddress address, Duration timeout, HappyEyeballs.Admission admission) {
        Proxy proxy = settings.proxyFor(address).orElse(null);
        return Uni.createFrom()
                .deferred(() -> {
                    if (admission != HappyEyeballs.Admission.ALL) {
                        if (proxy != null) {
                            led.goesByProxy(address);
                        }
                        led.check(address);
                    }
                    return happyEyeballs.select(
                            nextEnd(address), proxy == null ? admission : HappyEyeballs.Admission.ALL);
                })
                .chain(found -> proxy == null
                        ? Uni.createFrom().item(new Way(clients.result().usual(), options, List.of(found)))
                        : wayBy(proxy, proxy.take(options, address, found, timeout), address, found, admission))
                .onFailure()
                .transform(failure -> unreachable(address, failure));
    }

    private Uni<Way> wayBy(
            Proxy proxy,
            RequestOptions options,
            WebAddress address,
            SocketAddress found,
            HappyEyeballs.Admission admission) {
        HttpClientPools pools = clients.result().by(proxy, address);
        return proxy.asksItself(address) || proxy.isTunnelOverTls(address)
                ? Uni.createFrom().item(new Way(pools, options, List.of(found)))
                : ends(proxy, address, admission).map(ends -> new Way(pools, options, ends));
    }

    /** What a proxy is told to connect to: a name, or the addresses of one. */
    private Uni<List<SocketAddress>> ends(Proxy proxy, WebAddress address, HappyEyeballs.Admission admission) {
        if (!proxy.wantsAddresses()) {
            return Uni.createFrom().item(List.of(endOf(address)));
        }
        return happyEyeballs
                .lookUp(endOf(address), admission)
                .map(proxy::known)
                .onItem()
                .transformToUni(known -> known.isEmpty()
                        ? Uni.createFrom().failure(UnreachableException.of(address, ProxyFailure.knowsIpv4Only(proxy)))
                        : Uni.createFrom().item(known))
                .onFailure(UnknownHostException.class)
                .transform(unknown -> UnreachableException.of(address, ProxyFailure.nameless(proxy)));
    }

    private Future<HttpClientRequest> connected(HttpClient client, Way way, WebAddress address, int end) {
        return client.request(way.to(end)).recover(failure -> {
            boolean another = end + 1 < way.ends().size()
                    && String.valueOf(failure.getMessage()).contains(SOCKS_REPLY);
            return another
                    ? connected(client, way, address, end + 1)
                    : Future.failedFuture(unreachable(address, failure));
        });
    }

    /** Who has the other end of our connections to this address. */
    private SocketAddress nextEnd(WebAddress address) {
        return settings.proxyFor(address).map(Proxy::end).orElseGet(() -> endOf(address));
    }

    private UnreachableException unreachable(WebAddress address, Throwable failure) {
        if (failure instanceof UnreachableException known) {
            return known;
        }
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

    /** A proxy that is asked itself is the one that closes without an answer; else it may be. */
    private Throwable brokenOff(WebAddress address, Throwable failure) {
        Proxy proxy = settings.proxyFor(address).orElse(null);
        if (proxy == null || failure instanceof UnreachableException || failure instanceof TooLongException) {
            return failure;
        }
        return proxy.asksItself(address)
                ? UnreachableException.of(address, ProxyFailure.brokenOff(proxy, failure))
                : UnreachableException.of(address, proxy, failure);
    }

    private HappyEyeballs.Admission admissionOf(WebAddress server) {
        return found -> led.allowed(server, found);
    }

    private static SocketAddress endOf(WebAddress address) {
        return SocketAddress.inetSocketAddress(address.port(), address.host());
    }

    /**
     * An answer that nobody waits for any more would hold its connection as long as it drips. Each step is on the request's
     * own context, whoever asks: elsewhere the answer may be over before anybody takes it.
     */
    private Uni<WholeResponse> whole(Way way, WebAddress address, BodySpec body) {
        return Uni.createFrom().emitter(emitter -> {
            var response = connected(way.pools().documents(), way, address, 0)
                    .compose(request -> {
                        Future<HttpClientResponse> sent =
                                body.sent() == null ? request.send() : request.send(body.sent());
                        Future<WholeResponse> reply = sent.compose(head -> collected(request, head, body));
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
            HttpClientRequest request, HttpClientResponse response, BodySpec spec) {
        Promise<WholeResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        Consumer<byte[]> reader = response.statusCode() / 100 == 2 ? spec.reader() : null;
        int maxBytes = spec.reader() == null || reader != null ? spec.maxBytes() : BodySpec.MAX_ERROR_BYTES;
        AtomicInteger length = new AtomicInteger();
        response.handler(part -> {
                    if (length.addAndGet(part.length()) > maxBytes) {
                        whole.tryFail(new TooLongException());
                        request.reset();
                    } else if (reader != null) {
                        reader.accept(part.getBytes());
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
