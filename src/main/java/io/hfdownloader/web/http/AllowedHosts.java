package io.hfdownloader.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * The names this service is called by. A page of another site can have its own name lead here and then counts as ours to
 * a browser; but it cannot hide that name.
 */
@ApplicationScoped
class AllowedHosts {

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names;

    AllowedHosts(WebConfig config) {
        this.names = config.allowedHosts().orElse(List.of()).stream()
                .map(AllowedHosts::name)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a request with this {@code Host} header is for us; its port does not matter. Does not block. */
    boolean allows(String host) {
        if (names.isEmpty()) {
            return true;
        }
        String name = name(host);
        return names.contains(name) || LOCAL_NAMES.contains(name);
    }

    private static String name(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d{0,5}$", "");
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
