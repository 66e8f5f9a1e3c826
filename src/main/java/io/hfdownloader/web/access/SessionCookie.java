package io.hfdownloader.web.access;

import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.access.Sessions;
import io.hfdownloader.access.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The cookie that tells who has logged in. Its value is random, and nothing that a browser brings along becomes one. */
public final class SessionCookie {

    /** Its name. */
    public static final String NAME = "hf-downloader-session";

    /** Of services below several prefixes of one host a browser sends each its own and that of the root. */
    private static final int MAX_READ = 4;

    private static final String HTTPS = "https";

    private SessionCookie() {}

    /** The values that came with a request. */
    static List<String> values(HttpServerRequest request) {
        List<String> values = new ArrayList<>();
        for (String header : request.headers().getAll("Cookie")) {
            for (String pair : header.split(";", -1)) {
                String cookie = pair.strip();
                if (cookie.startsWith(NAME + "=") && values.size() < MAX_READ) {
                    values.add(cookie.substring(NAME.length() + 1));
                }
            }
        }
        return values;
    }

    /** Sets it for all below the prefix. */
    static String set(String secret, String prefix, boolean secure) {
        return NAME + "=" + secret + attributes(prefix, Sessions.maxSeconds(), secure);
    }

    /** Takes it away. */
    static String remove(String prefix, boolean secure) {
        return NAME + "=" + attributes(prefix, 0, secure);
    }

    private static String attributes(String prefix, long seconds, boolean secure) {
        return "; Path=" + prefix + "/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /**
     * Whether the browser is talked to over TLS: by this server, by a proxy that is believed, or as the browser itself says it. That was compared with the
     * Host before, and who lies harms only itself.
     */
    static boolean isSecure(HttpServerRequest request, TrustedProxies proxies) {
        return request.isSSL()
                || HTTPS.equalsIgnoreCase(request.scheme())
                || startsSecurely(request.getHeader("Origin"))
                || proxies.include(peer(request)) && HTTPS.equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    private static boolean startsSecurely(@Nullable String origin) {
        return origin != null && origin.startsWith("https://");
    }

    /** Who is at the other end of the connection, whatever headers say. */
    static @Nullable String peer(HttpServerRequest request) {
        return request.connection().remoteAddress() == null
                ? null
                : request.connection().remoteAddress().hostAddress();
    }
}
