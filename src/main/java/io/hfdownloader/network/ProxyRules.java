package io.hfdownloader.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a server is reached by way of, in the words of curl: {@code https_proxy} for addresses with TLS,
 * {@code http_proxy} for those without, {@code all_proxy} where neither is set, and {@code no_proxy} for those that need none.
 * Each is read in small letters first, then in capitals; one that is set and empty is not set.
 */
final class ProxyRules {

    private final @Nullable Proxy tls;
    private final @Nullable Proxy plain;
    private final NoProxy none;

    private ProxyRules(@Nullable Proxy tls, @Nullable Proxy plain, NoProxy none) {
        this.tls = tls;
        this.plain = plain;
        this.none = none;
    }

    /**
     * @param environment variables and their values
     * @param faults gets a sentence for each variable that cannot be used
     */
    static ProxyRules of(Map<String, String> environment, List<String> faults) {
        Proxy any = proxy(environment, "all_proxy", faults);
        Proxy tls = proxy(environment, "https_proxy", faults);
        Proxy plain = proxy(environment, "http_proxy", faults);
        NoProxy none = NoProxy.parse(
                variable(environment, "no_proxy").map(Map.Entry::getValue).orElse(null));
        return new ProxyRules(tls == null ? any : tls, plain == null ? any : plain, none);
    }

    /** The proxy for this server; empty where it is reached directly. */
    Optional<Proxy> proxyFor(WebAddress server) {
        Proxy proxy = server.isTls() ? tls : plain;
        return proxy == null || none.matches(server) ? Optional.empty() : Optional.of(proxy);
    }

    /** Both, or one for all, or none. */
    Set<Proxy> all() {
        return Stream.of(tls, plain).flatMap(Stream::ofNullable).collect(Collectors.toUnmodifiableSet());
    }

    /** What is in force, a line each, without users and passwords. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (tls != null) {
            lines.add("Servers with TLS are reached by way of the proxy " + tls + except());
        }
        if (plain != null) {
            lines.add("Servers without TLS are reached by way of the proxy " + plain + except());
        }
        if (!none.unreadable().isEmpty()) {
            lines.add("NO_PROXY has entries that mean nothing and are passed over: "
                    + UntrustedText.line(String.join(" ", none.unreadable()), UntrustedText.MAX_NAME_CHARS));
        }
        return lines;
    }

    private String except() {
        return none.isEmpty() ? "" : ", but for those that NO_PROXY names";
    }

    private static @Nullable Proxy proxy(Map<String, String> environment, String name, List<String> faults) {
        Map.Entry<String, String> set = variable(environment, name).orElse(null);
        if (set == null) {
            return null;
        }
        try {
            return Proxy.parse(set.getValue());
        } catch (IllegalArgumentException unreadable) {
            faults.add(set.getKey() + " is not the address of a proxy: " + unreadable.getMessage()
                    + ". Write http://host:port or http://user:password@host:port, or leave it out.");
            return null;
        }
    }

    private static Optional<Map.Entry<String, String>> variable(Map<String, String> environment, String small) {
        for (String name : List.of(small, small.toUpperCase(Locale.ROOT))) {
            String value = environment.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                return Optional.of(Map.entry(name, value));
            }
        }
        return Optional.empty();
    }
}
