package io.hfdownloader.standin.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The parameters of an address or of a form. */
public final class QueryParameters {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    public QueryParameters(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decode(name), ignored -> new ArrayList<>()).add(decode(value));
        }
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The names that were given. */
    public Set<String> names() {
        return values.keySet();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean isTrue(String name) {
        return first(name)
                .filter(v -> v.equalsIgnoreCase("true") || v.equals("1"))
                .isPresent();
    }

    public int number(String name, int otherwise) {
        return first(name).map(Integer::parseInt).orElse(otherwise);
    }

    /** A path segment: {@code +} is a plus there. */
    public static String decodePath(String text) {
        return decode(text.replace("+", "%2B"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
