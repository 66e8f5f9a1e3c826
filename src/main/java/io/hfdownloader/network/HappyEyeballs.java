package io.hfdownloader.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.cache.LruCache;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;

/**
 * Finds the address of a host that can be reached when it has several: they are tried in turn, each a quarter of a second
 * after the one before, and the first to answer is used for a while (RFC 8305 in small). So an IPv6 address without a
 * route costs no seconds. Safe for use from any thread.
 */
public final class HappyEyeballs {

    private static final long ATTEMPT_DELAY_MILLIS = 250;
    private static final long CACHE_NANOS = 60_000_000_000L;
    private static final int MAX_CACHED = 200;
    private static final int MAX_ADDRESSES = 6;
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    private final Vertx vertx;
    private final NetClient probes;
    private final LruCache<String, CachedAddress> cache = new LruCache<>(MAX_CACHED);

    private record CachedAddress(Optional<SocketAddress> address, long foundNanos) {}

    public HappyEyeballs(Vertx vertx, NetClient probes) {
        this.vertx = vertx;
        this.probes = probes;
    }

    /**
     * The address to connect to; empty where the host has one only, or none answered, and the connection itself will
     * tell. To be asked on an event loop, on which the item arrives.
     */
    public Uni<Optional<SocketAddress>> select(WebAddress server) {
        if (IP_LITERAL.matcher(server.host()).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return cache.get(server.origin())
                .filter(cached -> System.nanoTime() - cached.foundNanos() < CACHE_NANOS)
                .map(cached -> Uni.createFrom().item(cached.address()))
                .orElseGet(() -> Uni.createFrom().emitter(emitter -> resolve(server, emitter)));
    }

    /** A request on a connection to the server; fails with an {@link UnreachableException} when there is none. */
    public Uni<HttpClientRequest> connect(HttpClient http, RequestOptions options, WebAddress server) {
        return select(server)
                .invoke(address -> address.ifPresent(options::setServer))
                .chain(address -> UniHelper.toUni(http.request(options)))
                .onFailure()
                .invoke(failure -> forget(server))
                .onFailure()
                .transform(failure -> new UnreachableException(server, failure));
    }

    /** A connection there could not be made or broke: the next one looks again. */
    public void forget(WebAddress server) {
        cache.remove(server.origin());
    }

    private void resolve(WebAddress server, UniEmitter<? super Optional<SocketAddress>> emitter) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        AddressResolver<?> any =
                ((VertxInternal) vertx).nettyAddressResolverGroup().getResolver(context.nettyEventLoop());
        @SuppressWarnings("unchecked")
        AddressResolver<InetSocketAddress> resolver = (AddressResolver<InetSocketAddress>) any;
        Future<List<InetSocketAddress>> resolved =
                resolver.resolveAll(InetSocketAddress.createUnresolved(server.host(), server.port()));
        Future<List<InetSocketAddress>> unused = resolved.addListener(done -> context.runOnContext(nothing -> {
            List<InetSocketAddress> all = resolved.isSuccess() ? interleaved(resolved.getNow()) : List.of();
            if (all.size() < 2) {
                found(server, Optional.empty(), emitter);
            } else {
                new Race(context, server, all, emitter).next();
            }
        }));
    }

    /** IPv6 and IPv4 in turn, beginning with the family that the system prefers. */
    private static List<InetSocketAddress> interleaved(List<InetSocketAddress> all) {
        int first = all.get(0).getAddress().getAddress().length;
        List<InetSocketAddress> same = new ArrayList<>();
        List<InetSocketAddress> other = new ArrayList<>();
        all.forEach(address -> (address.getAddress().getAddress().length == first ? same : other).add(address));
        List<InetSocketAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(same.size(), other.size()) && mixed.size() < MAX_ADDRESSES; i++) {
            if (i < same.size()) {
                mixed.add(same.get(i));
            }
            if (i < other.size()) {
                mixed.add(other.get(i));
            }
        }
        return mixed;
    }

    private void found(
            WebAddress server, Optional<SocketAddress> address, UniEmitter<? super Optional<SocketAddress>> emitter) {
        cache.put(server.origin(), new CachedAddress(address, System.nanoTime()));
        emitter.complete(address);
    }

    /** Lives on one event loop. */
    private final class Race {

        private final Context context;
        private final WebAddress server;
        private final List<InetSocketAddress> addresses;
        private final UniEmitter<? super Optional<SocketAddress>> emitter;
        private int started;
        private int failed;
        private boolean stopped;

        Race(
                Context context,
                WebAddress server,
                List<InetSocketAddress> addresses,
                UniEmitter<? super Optional<SocketAddress>> emitter) {
            this.context = context;
            this.server = server;
            this.addresses = addresses;
            this.emitter = emitter;
        }

        void next() {
            if (stopped || started == addresses.size()) {
                return;
            }
            int number = started++;
            SocketAddress address = SocketAddress.inetSocketAddress(addresses.get(number));
            var attempt = probes.connect(address)
                    .onComplete(outcome -> context.runOnContext(nothing -> {
                        if (outcome.succeeded()) {
                            var closed = outcome.result().close();
                            win(address);
                        } else if (++failed == addresses.size()) {
                            stop(Optional.empty());
                        } else if (number == started - 1) { // no need to wait for its time to be up
                            next();
                        }
                    }));
            long unused = vertx.setTimer(
                    ATTEMPT_DELAY_MILLIS,
                    id -> context.runOnContext(nothing -> {
                        if (number == started - 1) {
                            next();
                        }
                    }));
        }

        private void win(SocketAddress address) {
            stop(Optional.of(address));
        }

        private void stop(Optional<SocketAddress> address) {
            if (!stopped) {
                stopped = true;
                found(server, address, emitter);
            }
        }
    }
}
