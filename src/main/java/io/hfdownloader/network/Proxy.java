package io.hfdownloader.network;

import java.time.Duration;
import java.util.List;
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

    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?([^@/?#]*)(?:[/?#][^@]*)?", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([\\p{Alnum}._-]+))(?::([0-9]*))?");
    private static final Map<String, Type> TYPES = Map.of(
            "http", Type.HTTP,
            "https", Type.HTTPS,
            "socks", Type.SOCKS4,
            "socks4", Type.SOCKS4,
            "socks4a", Type.SOCKS4A,
            "socks5", Type.SOCKS5,
            "socks5h", Type.SOCKS5H);

    /** What a proxy speaks, in curl's words; and the port that curl takes where none is named. */
    enum Type {
        HTTP("http", ProxyType.HTTP, 1080),
        /** The same within TLS. */
        HTTPS("https", ProxyType.HTTP, 443),
        /** Is told addresses only. */
        SOCKS4("socks4", ProxyType.SOCKS4, 1080),
        SOCKS4A("socks4a", ProxyType.SOCKS4, 1080),
        /** Is told addresses only. */
        SOCKS5("socks5", ProxyType.SOCKS5, 1080),
        SOCKS5H("socks5h", ProxyType.SOCKS5, 1080);

        private final String scheme;
        private final ProxyType vertx;
        private final int usualPort;

        Type(String scheme, ProxyType vertx, int usualPort) {
            this.scheme = scheme;
            this.vertx = vertx;
            this.usualPort = usualPort;
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
            throw new IllegalArgumentException(
                    "it begins with none of http://, https://, socks5://, socks5h://, socks4://, socks4a://");
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
                port(end.group(3), type),
                parts.group(2) == null ? null : ProxyCredentials.parse(parts.group(2)));
    }

    private static int port(@Nullable String text, Type type) {
        if (text == null || text.isEmpty()) {
            return type.usualPort;
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
            options.setURI(target.toString());
            return isTls() ? ofItself(options, target) : options;
        }
        return isTls() ? options : options.setProxyOptions(tunnel(found, timeout));
    }

    /** The TLS is with the proxy, which is told what server is meant. */
    private RequestOptions ofItself(RequestOptions options, WebAddress target) {
        return options.putHeader(HttpHeaders.HOST, target.authority())
                .setSsl(true)
                .setHost(host)
                .setPort(port);
    }

    /** True where it is itself reached over TLS. */
    boolean isTls() {
        return type == Type.HTTPS;
    }

    /** True where connections to this server are made by hand, for Vert.x cannot: TLS within TLS. */
    boolean isTunnelOverTls(WebAddress target) {
        return isTls() && target.isTls();
    }

    /** True where it is told addresses only, so that names are looked up here. */
    boolean wantsAddresses() {
        return type == Type.SOCKS4 || type == Type.SOCKS5;
    }

    /** Those of a server's addresses that can be told to it. */
    List<SocketAddress> known(List<SocketAddress> addresses) {
        return speaksSocks4()
                ? addresses.stream()
                        .filter(address -> address.host().indexOf(':') < 0)
                        .toList()
                : addresses;
    }

    boolean speaksSocks4() {
        return type.vertx == ProxyType.SOCKS4;
    }

    /** True where the proxy asks the server, and its own answers come in the same place as the server's. */
    boolean asksItself(WebAddress target) {
        return type.vertx == ProxyType.HTTP && !target.isTls();
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
