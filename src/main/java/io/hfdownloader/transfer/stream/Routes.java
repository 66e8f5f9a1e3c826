package io.hfdownloader.transfer.stream;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.hub.WebAddress;
import io.hfdownloader.xet.XetClient;
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
public final class Routes implements XetClient.Router {

    private static final long HEAD_START_MILLIS = 250;
    private static final long GOOD_FOR_NANOS = 60_000_000_000L;
    private static final int MOST_KEPT = 200;
    private static final int MOST_TRIED = 6;
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|.*:.*");

    private final Vertx vertx;
    private final NetClient probes;
    private final Map<String, Route> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Route> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Route(Optional<SocketAddress> address, long foundNanos) {}

    public Routes(Vertx vertx, NetClient probes) {
        this.vertx = vertx;
        this.probes = probes;
    }

    /**
     * The address to connect to; empty where the host has one only, or none answered, and the usual way will tell. To be
     * asked on an event loop, on which the item arrives.
     */
    @Override
    public Uni<Optional<SocketAddress>> to(WebAddress server) {
        if (NUMBERS.matcher(server.host()).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        synchronized (kept) {
            Route known = kept.get(server.origin());
            if (known != null && System.nanoTime() - known.foundNanos() < GOOD_FOR_NANOS) {
                return Uni.createFrom().item(known.address());
            }
        }
        return Uni.createFrom().emitter(emitter -> resolve(server, emitter));
    }

    /** A request on a connection to the server; fails with an {@link UnreachableException} when there is none. */
    public Uni<HttpClientRequest> connect(HttpClient http, RequestOptions options, WebAddress server) {
        return to(server)
                .invoke(route -> route.ifPresent(options::setServer))
                .chain(route -> UniHelper.toUni(http.request(options)))
                .onFailure()
                .invoke(failure -> forget(server))
                .onFailure()
                .transform(failure -> new UnreachableException(server, failure));
    }

    @Override
    public void forget(WebAddress server) {
        synchronized (kept) {
            kept.remove(server.origin());
        }
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
            List<InetSocketAddress> all = resolved.isSuccess() ? inTurn(resolved.getNow()) : List.of();
            if (all.size() < 2) {
                found(server, Optional.empty(), emitter);
            } else {
                new Race(context, server, all, emitter).next();
            }
        }));
    }

    /** IPv6 and IPv4 in turn, beginning with the family that the system prefers. */
    private static List<InetSocketAddress> inTurn(List<InetSocketAddress> all) {
        int first = all.get(0).getAddress().getAddress().length;
        List<InetSocketAddress> same = new ArrayList<>();
        List<InetSocketAddress> other = new ArrayList<>();
        all.forEach(address -> (address.getAddress().getAddress().length == first ? same : other).add(address));
        List<InetSocketAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(same.size(), other.size()) && mixed.size() < MOST_TRIED; i++) {
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
        synchronized (kept) {
            kept.put(server.origin(), new Route(address, System.nanoTime()));
        }
        emitter.complete(address);
    }

    /** Lives on one event loop. */
    private final class Race {

        private final Context context;
        private final WebAddress server;
        private final List<InetSocketAddress> addresses;
        private final UniEmitter<? super Optional<SocketAddress>> emitter;
        private int begun;
        private int lost;
        private boolean over;

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
            if (over || begun == addresses.size()) {
                return;
            }
            int number = begun++;
            SocketAddress address = SocketAddress.inetSocketAddress(addresses.get(number));
            var attempt = probes.connect(address)
                    .onComplete(outcome -> context.runOnContext(nothing -> {
                        if (outcome.succeeded()) {
                            var closed = outcome.result().close();
                            win(address);
                        } else if (++lost == addresses.size()) {
                            end(Optional.empty());
                        } else if (number == begun - 1) { // no need to wait for its time to be up
                            next();
                        }
                    }));
            long unused = vertx.setTimer(
                    HEAD_START_MILLIS,
                    id -> context.runOnContext(nothing -> {
                        if (number == begun - 1) {
                            next();
                        }
                    }));
        }

        private void win(SocketAddress address) {
            end(Optional.of(address));
        }

        private void end(Optional<SocketAddress> address) {
            if (!over) {
                over = true;
                found(server, address, emitter);
            }
        }
    }
}
