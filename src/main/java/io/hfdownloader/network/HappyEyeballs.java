package io.hfdownloader.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.hfdownloader.cache.LoadingCache;
import io.hfdownloader.cache.LruCache;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;

/**
 * Finds the address of a host that can be reached when it has several: they are tried in turn, each a quarter of a second
 * after the one before, and the first to answer is used for a while (RFC 8305 in small). So an address without a route, of
 * whichever family, costs no seconds. Names are looked up without blocking an event loop. Safe for use from any thread.
 */
final class HappyEyeballs {

    private static final long ATTEMPT_DELAY_MILLIS = 250;
    private static final long CACHE_NANOS = 60_000_000_000L;
    private static final int MAX_CACHED = 200;
    private static final int MAX_ADDRESSES = 6;

    private final Vertx vertx;
    private final NetClient probes;
    private final LruCache<SocketAddress, Found> kept = new LruCache<>(MAX_CACHED);
    private final LoadingCache<SocketAddress, Found> cache = new LoadingCache<>(kept);

    /** Which of the addresses of a host may be connected to; fails where none of them may. */
    @FunctionalInterface
    interface Admission {

        /** Of the proxies that the user has named. */
        Admission ALL = found -> found;

        List<SocketAddress> of(List<SocketAddress> found);
    }

    private record Found(SocketAddress address, long nanos) {

        boolean isOld() {
            return System.nanoTime() - nanos >= CACHE_NANOS;
        }
    }

    /** @param probes connects only to see who answers first */
    HappyEyeballs(Vertx vertx, NetClient probes) {
        this.vertx = vertx;
        this.probes = probes;
    }

    /**
     * The address to connect to: the only one of a host, the first of several that answered, or any where none did, so that
     * the connection itself tells why. Fails where the name is not known. The item arrives on the caller's context.
     */
    Uni<SocketAddress> select(SocketAddress server, Admission admission) {
        if (isLiteral(server)) {
            return Uni.createFrom().item(() -> admission.of(List.of(server)).get(0));
        }
        if (kept.get(server).filter(Found::isOld).isPresent()) {
            kept.remove(server);
        }
        Context context = vertx.getOrCreateContext();
        return cache.get(server, () -> addresses(server).map(admission::of).chain(this::firstToAnswerOrAny))
                .map(found -> admission.of(List.of(found.address())).get(0)) // it may have been found for somebody else
                .emitOn(job -> context.runOnContext(nothing -> job.run()));
    }

    /**
     * All addresses of a host in the order in which to try them, for somebody else to connect to. Fails where the name is not
     * known. The item arrives on the caller's context.
     */
    Uni<List<SocketAddress>> lookUp(SocketAddress server, Admission admission) {
        if (isLiteral(server)) {
            return Uni.createFrom().item(() -> admission.of(List.of(server)));
        }
        Context context = vertx.getOrCreateContext();
        return addresses(server).map(admission::of).emitOn(job -> context.runOnContext(nothing -> job.run()));
    }

    /** A connection there could not be made or broke: the next one looks again. */
    void forget(SocketAddress server) {
        kept.remove(server);
    }

    /** Connects to the addresses in turn, whatever was found before: the one that answered first, else why the last did not. */
    Uni<SocketAddress> connect(SocketAddress server, Admission admission) {
        return (isLiteral(server) ? Uni.createFrom().item(List.of(server)) : addresses(server))
                .map(admission::of)
                .chain(this::race);
    }

    private Uni<Found> firstToAnswerOrAny(List<SocketAddress> addresses) {
        Uni<SocketAddress> chosen = addresses.size() == 1
                ? Uni.createFrom().item(addresses.get(0))
                : race(addresses).onFailure().recoverWithItem(addresses.get(0));
        return chosen.map(address -> new Found(address, System.nanoTime()));
    }

    private Uni<SocketAddress> race(List<SocketAddress> addresses) {
        return Uni.createFrom().emitter(emitter -> new Race(vertx.getOrCreateContext(), addresses, emitter).next());
    }

    private static boolean isLiteral(SocketAddress server) {
        return NetUtil.isValidIpV4Address(server.host()) || NetUtil.isValidIpV6Address(server.host());
    }

    private Uni<List<SocketAddress>> addresses(SocketAddress server) {
        AddressResolverGroup<InetSocketAddress> group = ((VertxInternal) vertx).nettyAddressResolverGroup();
        Uni<List<InetSocketAddress>> all = group == DefaultAddressResolverGroup.INSTANCE
                ? UniHelper.toUni(vertx.executeBlocking(() -> askedOfTheSystem(server), false))
                : asked(group, server);
        return all.map(HappyEyeballs::interleaved);
    }

    /** Blocks, which Netty's own resolver of this kind would do on an event loop. */
    private static List<InetSocketAddress> askedOfTheSystem(SocketAddress server) throws Exception {
        return Arrays.stream(InetAddress.getAllByName(server.host()))
                .map(address -> new InetSocketAddress(address, server.port()))
                .toList();
    }

    private Uni<List<InetSocketAddress>> asked(AddressResolverGroup<InetSocketAddress> group, SocketAddress server) {
        return Uni.createFrom().emitter(emitter -> {
            ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
            AddressResolver<InetSocketAddress> resolver = group.getResolver(context.nettyEventLoop());
            var resolved = resolver.resolveAll(InetSocketAddress.createUnresolved(server.host(), server.port()));
            var unused = resolved.addListener(done -> {
                if (resolved.isSuccess()) {
                    emitter.complete(resolved.getNow());
                } else {
                    emitter.fail(resolved.cause());
                }
            });
        });
    }

    /** IPv6 and IPv4 in turn, beginning with the family that the system prefers. */
    private static List<SocketAddress> interleaved(List<InetSocketAddress> all) {
        int first = all.get(0).getAddress().getAddress().length;
        List<InetSocketAddress> same = new ArrayList<>();
        List<InetSocketAddress> other = new ArrayList<>();
        all.forEach(address -> (address.getAddress().getAddress().length == first ? same : other).add(address));
        List<SocketAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(same.size(), other.size()) && mixed.size() < MAX_ADDRESSES; i++) {
            if (i < same.size()) {
                mixed.add(withoutName(same.get(i)));
            }
            if (i < other.size()) {
                mixed.add(withoutName(other.get(i)));
            }
        }
        return mixed;
    }

    /** Vert.x tells pools apart by name and port: with the name, all addresses would share the connections to the first one. */
    private static SocketAddress withoutName(InetSocketAddress resolved) {
        return SocketAddress.inetSocketAddress(
                resolved.getPort(), resolved.getAddress().getHostAddress());
    }

    /** Lives on one context. */
    private final class Race {

        private final Context context;
        private final List<SocketAddress> addresses;
        private final UniEmitter<? super SocketAddress> emitter;
        private int started;
        private int failed;
        private boolean won;

        Race(Context context, List<SocketAddress> addresses, UniEmitter<? super SocketAddress> emitter) {
            this.context = context;
            this.addresses = addresses;
            this.emitter = emitter;
        }

        void next() {
            if (won || started == addresses.size()) {
                return;
            }
            int number = started++;
            SocketAddress address = addresses.get(number);
            var attempt = probes.connect(address)
                    .onComplete(outcome -> context.runOnContext(nothing -> {
                        if (outcome.succeeded()) {
                            var closed = outcome.result().close();
                            won = true;
                            emitter.complete(address);
                        } else if (++failed == addresses.size()) {
                            emitter.fail(outcome.cause());
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
    }
}
