package io.hfdownloader.standin.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers by which the Hub tells what is left of a caller's quota. Nobody is refused for want of it. */
public final class RateLimitHeaders {

    private static final int WINDOW_SECONDS = 300;

    private final Map<String, Integer> used = new HashMap<>();
    private long window;

    public Map<String, String> headers(Exchange exchange) {
        String bucket = bucket(exchange.path());
        int quota = quota(bucket, exchange.caller() == Caller.ANONYMOUS);
        return of(bucket, quota, Math.max(1, quota - take(bucket)), secondsToReset());
    }

    public static Map<String, String> usedUp(Exchange exchange, long seconds) {
        String bucket = bucket(exchange.path());
        return of(bucket, quota(bucket, true), 0, seconds);
    }

    private synchronized int take(String bucket) {
        long now = Instant.now().getEpochSecond() / WINDOW_SECONDS;
        if (now != window) {
            window = now;
            used.clear();
        }
        return used.merge(bucket, 1, Integer::sum);
    }

    private static Map<String, String> of(String bucket, int quota, int left, long seconds) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("RateLimit", "\"" + bucket + "\";r=" + left + ";t=" + seconds);
        headers.put("RateLimit-Policy", "\"fixed window\";\"" + bucket + "\";q=" + quota + ";w=" + WINDOW_SECONDS);
        return headers;
    }

    private static long secondsToReset() {
        return WINDOW_SECONDS - Instant.now().getEpochSecond() % WINDOW_SECONDS;
    }

    private static String bucket(String path) {
        if (path.contains("/resolve/")) {
            return "resolvers";
        }
        return path.startsWith("/api/") ? "api" : "pages";
    }

    private static int quota(String bucket, boolean anonymous) {
        return switch (bucket) {
            case "resolvers" -> anonymous ? 3000 : 5000;
            case "api" -> anonymous ? 500 : 1000;
            default -> anonymous ? 100 : 200;
        };
    }
}
