package io.hfdownloader.web.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.hfdownloader.text.SecretMasker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/** No metric is named after what a client makes up: addresses without a route, methods that nobody knows, and least of all a token. */
@Singleton
class MaskedMetrics {

    private static final String REFUSED = "REFUSED";
    private static final String OTHER = "OTHER";
    /** A client may write braces as well; routes are fewer. */
    private static final int MAX_ROUTES = 100;

    private static final Pattern STATIC_FILE = Pattern.compile("^(?:/[a-zA-Z0-9._-]+){0,8}/static/");
    private static final String STATIC_FILES = "/static/{file}";
    private static final Pattern ROUTE = Pattern.compile("[a-z0-9/._{}-]{1,100}", Pattern.CASE_INSENSITIVE);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE");

    private final Set<String> routes = ConcurrentHashMap.newKeySet();

    @Produces
    @Singleton
    MeterFilter withoutWordsOfClients() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith("http.server.") ? id.replaceTags(bounded(id)) : id;
            }
        };
    }

    private Tags bounded(Meter.Id id) {
        List<Tag> tags = id.getTags().stream().map(tag -> bounded(tag, id)).toList();
        return Tags.of(tags);
    }

    private Tag bounded(Tag tag, Meter.Id id) {
        return switch (tag.getKey()) {
            case "uri" -> Tag.of("uri", route(tag.getValue(), id));
            case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", OTHER);
            default -> tag;
        };
    }

    /** The pages' scripts and styles are one: each for itself they would be more than all routes there are. */
    private String route(String uri, Meter.Id id) {
        if (STATIC_FILE.matcher(uri).find()) {
            return STATIC_FILES;
        }
        return isMadeUp(uri, id) ? REFUSED : uri;
    }

    /** A request that is refused before its route is known has the client's own words; one that was answered has ours. */
    private boolean isMadeUp(String uri, Meter.Id id) {
        if (SecretMasker.isSecretIn(uri)) {
            return true;
        }
        boolean isRoute = !uri.startsWith("/") || uri.contains("{") && isKnown(uri);
        return !isRoute && ("CLIENT_ERROR".equals(id.getTag("outcome")) || "OPTIONS".equals(id.getTag("method")));
    }

    private boolean isKnown(String route) {
        return routes.contains(route)
                || routes.size() < MAX_ROUTES && ROUTE.matcher(route).matches() && routes.add(route);
    }
}
