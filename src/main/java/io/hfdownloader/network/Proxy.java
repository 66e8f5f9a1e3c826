package io.hfdownloader.network;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy, as the variables of curl name it. Its user and password are in no text that it gives away.
 *
 * @param type what it speaks
 * @param host name or address, IPv6 without brackets
 * @param port its port
 * @param credentials who we are to it, or null
 */
record Proxy(Type type, String host, int port, @Nullable ProxyCredentials credentials) {

    /** That of curl for every kind, where none is named. */
    private static final int DEFAULT_PORT = 1080;

    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?([^@/?#]*)(?:[/?#][^@]*)?", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([\\p{Alnum}._-]+))(?::([0-9]*))?");
    private static final Map<String, Type> TYPES = Map.of(
            "http", Type.HTTP,
            "socks", Type.SOCKS4,
            "socks4", Type.SOCKS4,
            "socks4a", Type.SOCKS4,
            "socks5", Type.SOCKS5,
            "socks5h", Type.SOCKS5);

    /** What a proxy speaks; names of servers are looked up by the proxy, whichever it is. */
    enum Type {
        HTTP("http", ProxyType.HTTP),
        SOCKS4("socks4", ProxyType.SOCKS4),
        SOCKS5("socks5", ProxyType.SOCKS5);

        private final String scheme;
        private final ProxyType vertx;

        Type(String scheme, ProxyType vertx) {
            this.scheme = scheme;
            this.vertx = vertx;
        }
    }

    /**
     * Reads {@code [scheme://][user[:password]@]host[:port]}.
     *
     * @throws IllegalArgumentException with what is wrong as the end of a sentence; nothing of the text is in it, for any of
     *     it may be a password
     */
    static Proxy parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("it cannot be read");
        }
        String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
        Type type = TYPES.get(scheme);
        if (type == null) {
            throw new IllegalArgumentException("it begins with none of http://, socks5://, socks5h://, socks4://"
                    + (scheme.equals("https") ? "; a proxy that is itself reached by TLS is not supported" : ""));
        }
        Matcher end = HOST_AND_PORT.matcher(parts.group(3));
        if (!end.matches()) {
            throw new IllegalArgumentException(
                    "it names no host, or one that cannot be; a character of the password such as"
                            + " @, /, ? or # has to be written as %40, %2F, %3F or %23");
        }
        String host = end.group(1) == null ? end.group(2) : end.group(1);
        return new Proxy(
                type,
                host.toLowerCase(Locale.ROOT),
                port(end.group(3)),
                parts.group(2) == null ? null : ProxyCredentials.parse(parts.group(2)));
    }

    private static int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = text.length() > 5 ? 0 : Integer.parseInt(text);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("its port is not between 1 and " + MAX_PORT);
        }
        return port;
    }

    /** Where it is, by its name. */
    SocketAddress end() {
        return SocketAddress.inetSocketAddress(port, host);
    }

    /** Has a request go by way of this proxy, which is at this address. */
    RequestOptions take(RequestOptions options, WebAddress target, SocketAddress found, Duration timeout) {
        if (asksItself(target)) { // RFC 9112, 3.2.2: the whole address stands in the request's first line
            if (credentials != null) {
                options.putHeader(HttpHeaders.createOptimized("Proxy-Authorization"), credentials.basic());
            }
            return options.setServer(found).setURI(target.toString());
        }
        return options.setProxyOptions(tunnel(found, timeout));
    }

    /** Vert.x 4.5 takes the handlers of SOCKS4 away too early where no TLS follows, and the connection is closed. */
    boolean canReach(WebAddress target) {
        return type != Type.SOCKS4 || target.isTls();
    }

    /** True where the proxy asks the server, and its own answers come in the same place as the server's. */
    boolean asksItself(WebAddress target) {
        return type == Type.HTTP && !target.isTls();
    }

    /** For connections through it, of which it sees nothing but host and port. */
    ProxyOptions tunnel(SocketAddress found, Duration timeout) {
        ProxyOptions options = new ProxyOptions()
                .setType(type.vertx)
                .setHost(found.hostAddress())
                .setPort(port)
                .setConnectTimeout(
                        timeout.multipliedBy(3).dividedBy(4)); // so that its silence is not taken for the server's
        return credentials == null
                ? options
                : options.setUsername(credentials.user()).setPassword(credentials.password());
    }

    /** Without user and password: for messages and the log. */
    @Override
    public String toString() {
        return type.scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
