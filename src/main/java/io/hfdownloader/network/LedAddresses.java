package io.hfdownloader.network;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.net.SocketAddress;

/**
 * Where a Hub may lead: anywhere in public, and else only where it is itself, be that this machine or a private network. It
 * is judged by the address that would be connected to, whatever its name; behind a proxy, which looks up names by itself,
 * by what the name says. Safe for use from any thread.
 */
final class LedAddresses {

    /** Where the Hubs are that the user has named, by host and port; empty before a name was looked up. They only grow. */
    private final Map<String, Set<AddressScope>> hubs = new ConcurrentHashMap<>();

    /** Hubs whose names were only looked up by a proxy. */
    private final Set<String> unseen = ConcurrentHashMap.newKeySet();

    /** The user has named this server, so it may be wherever it is. */
    void trust(WebAddress hub) {
        hubs.putIfAbsent(key(hub), scope(hub).map(Set::of).orElse(Set.of()));
    }

    /**
     * A proxy looks up this server's name. Where it is a Hub, nobody knows here where that is: it may be in a network of the
     * user's own, with its storage beside it.
     */
    void goesByProxy(WebAddress server) {
        Set<AddressScope> known = hubs.get(key(server));
        if (known != null && known.isEmpty()) {
            unseen.add(key(server));
        }
    }

    /** Fails where an address that stands for itself may not be asked. */
    void check(WebAddress server) {
        scope(server).filter(scope -> !isAllowed(server, scope)).ifPresent(scope -> {
            throw UnreachableException.forbidden(server, server.host(), scope);
        });
    }

    /**
     * Those of a server's addresses that may be connected to.
     *
     * @param found all of them that are known, or some: a Hub is where any of its addresses was
     * @throws UnreachableException where none of them may
     */
    List<SocketAddress> allowed(WebAddress server, List<SocketAddress> found) {
        hubs.computeIfPresent(key(server), (hub, before) -> with(before, found));
        List<SocketAddress> allowed = found.stream()
                .filter(address -> isAllowed(server, scope(address)))
                .toList();
        if (allowed.isEmpty() && !found.isEmpty()) {
            SocketAddress first = found.get(0);
            throw UnreachableException.forbidden(server, first.host(), scope(first));
        }
        return allowed;
    }

    private static String key(WebAddress server) {
        return server.host() + " " + server.port();
    }

    private boolean isAllowed(WebAddress server, AddressScope scope) {
        return scope == AddressScope.PUBLIC
                || hubs.containsKey(key(server))
                || scope != AddressScope.NONE && hubs.values().stream().anyMatch(known -> known.contains(scope))
                || scope == AddressScope.PRIVATE
                        && unseen.stream()
                                .anyMatch(
                                        hub -> hubs.getOrDefault(hub, Set.of()).isEmpty());
    }

    private static Set<AddressScope> with(Set<AddressScope> before, Collection<SocketAddress> addresses) {
        Set<AddressScope> scopes = EnumSet.noneOf(AddressScope.class);
        scopes.addAll(before);
        addresses.forEach(address -> scopes.add(scope(address)));
        return Set.copyOf(scopes);
    }

    /** What is connected to has been looked up: a name that is left is none that the system knows. */
    private static AddressScope scope(SocketAddress address) {
        return AddressScope.of(address.host()).orElse(AddressScope.PUBLIC);
    }

    private static Optional<AddressScope> scope(WebAddress server) {
        String host = server.host().toLowerCase(Locale.ROOT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.equals("localhost") || name.endsWith(".localhost") // RFC 6761
                ? Optional.of(AddressScope.LOOPBACK)
                : AddressScope.of(host);
    }
}
