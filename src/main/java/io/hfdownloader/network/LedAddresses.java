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

    /** Where the Hubs are that the user has named, by host and port; empty before a name was looked up. */
    private final Map<String, Set<AddressScope>> hubs = new ConcurrentHashMap<>();

    /** The user has named this server, so it may be wherever it is. */
    void trust(WebAddress hub) {
        hubs.putIfAbsent(key(hub), scope(hub).map(Set::of).orElse(Set.of()));
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
     * @throws UnreachableException where none of them may
     */
    List<SocketAddress> allowed(WebAddress server, List<SocketAddress> found) {
        hubs.computeIfPresent(key(server), (hub, before) -> scopes(found));
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
                || scope != AddressScope.NONE && hubs.values().stream().anyMatch(known -> known.contains(scope));
    }

    private static Set<AddressScope> scopes(Collection<SocketAddress> addresses) {
        Set<AddressScope> scopes = EnumSet.noneOf(AddressScope.class);
        addresses.forEach(address -> scopes.add(scope(address)));
        return scopes;
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
