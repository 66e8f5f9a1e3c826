package io.hfdownloader.network;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

import io.hfdownloader.http.HttpStatus;
import io.hfdownloader.text.UntrustedText;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection by way of a proxy failed, when it was the proxy that failed or refused.
 *
 * @param reason in a few words that name the proxy
 * @param refusal true where the proxy has decided so, and will again
 */
record ProxyFailure(String reason, boolean refusal) {

    private static final String PROXY_AUTHENTICATE = "Proxy-Authenticate";
    private static final String SQUIDS_WORD = "X-Squid-Error";
    private static final int MAX_SCHEME_CHARS = 40;
    private static final int UNAUTHORIZED = 401;
    private static final int AUTHENTICATION_REQUIRED = 407;
    private static final int FIRST_ERROR = 400;
    private static final int LAST_STATUS = 599;
    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})\\b ?([^\\p{Cntrl}]{0,80})");
    private static final Pattern SOCKS_STATUS = Pattern.compile("\\bstatus: ([A-Z0-9_]{1,40})");
    private static final Set<String> SOCKS_REFUSALS = Set.of("COMMAND_UNSUPPORTED", "ADDRESS_UNSUPPORTED");
    private static final String ALLOW = "; have it allow this server, or name the server in NO_PROXY";
    private static final Pattern MARK =
            Pattern.compile("(?i)(?:tinyproxy|squid|privoxy|zscaler|bluecoat|mcafee web gateway|mitmproxy).*");

    /** What a failure to connect by way of this proxy means; empty where it was not the proxy's doing. */
    static Optional<ProxyFailure> of(Proxy proxy, WebAddress server, Throwable failure) {
        Throwable cause = ofProxy(failure).orElse(failure);
        if (cause instanceof ProxyConnectException refused) {
            String scheme = refused instanceof HttpProxyConnectException http ? scheme(http.headers()) : null;
            return Optional.of(told(proxy, String.valueOf(refused.getMessage()), scheme));
        }
        if (cause instanceof ProxyTlsException || cause instanceof SSLException && isWithItself(proxy, server)) {
            return passing("the proxy " + proxy + " cannot be reached: " + FailureReason.of(cause));
        }
        if (isNoTls(cause)) { // nor did the server's own TLS come so far as to be one
            return passing("what answers by way of the proxy " + proxy
                    + " speaks no TLS; it may be a page of that proxy's own, such as for a login");
        }
        if (cause instanceof UnknownHostException) {
            return passing("the name of the proxy " + proxy + " is not known to the DNS");
        }
        if (cause instanceof TimeoutException) { // the proxy's own silence is told sooner
            return passing("no answer in time by way of the proxy " + proxy);
        }
        return cause instanceof ConnectException || cause instanceof NoRouteToHostException
                ? passing("the proxy " + proxy + " cannot be reached: " + FailureReason.of(cause))
                : Optional.empty();
    }

    /** What the answer to a request means that went to the proxy itself; empty where it is the server's. */
    static Optional<ProxyFailure> of(Proxy proxy, int status, MultiMap headers) {
        return status == AUTHENTICATION_REQUIRED || status >= FIRST_ERROR && isOfProxy(headers)
                ? Optional.of(ofStatus(proxy, status, headers.get(SQUIDS_WORD), headers.get(PROXY_AUTHENTICATE)))
                : Optional.empty();
    }

    /** It gave no answer of its own, and none of the server's. */
    static ProxyFailure brokenOff(Proxy proxy, Throwable cause) {
        return new ProxyFailure("the proxy " + proxy + " gives no answer: " + FailureReason.of(cause), false);
    }

    /** It wants to be told addresses, and nobody here knows one. */
    static ProxyFailure nameless(Proxy proxy) {
        return new ProxyFailure(
                "its name is not known to the DNS here; where the proxy " + proxy
                        + " is to look it up, write socks5h:// or socks4a:// for it",
                false);
    }

    /** It wants to be told addresses of a kind that this server has none of. */
    static ProxyFailure knowsIpv4Only(Proxy proxy) {
        return new ProxyFailure(
                "it has no address of IPv4, and the proxy " + proxy + " knows no other; name one of socks5://", true);
    }

    /** Beneath what is said of the TLS above it. */
    private static Optional<Throwable> ofProxy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProxyConnectException || cause instanceof ProxyTlsException) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    private static boolean isNoTls(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithItself(Proxy proxy, WebAddress server) {
        return proxy.isTls() && proxy.asksItself(server);
    }

    private static boolean isOfProxy(MultiMap headers) {
        return headers.contains(SQUIDS_WORD)
                || headers.contains("Proxy-Status")
                || MARK.matcher(String.valueOf(headers.get("Server"))).matches();
    }

    private static Optional<ProxyFailure> passing(String reason) {
        return Optional.of(new ProxyFailure(reason, false));
    }

    /** Netty has nothing but words for it; those of strangers among them stand behind the status. */
    private static ProxyFailure told(Proxy proxy, String message, @Nullable String scheme) {
        Matcher http = STATUS.matcher(message);
        if (http.find()) {
            return ofStatus(proxy, Integer.parseInt(http.group(1)), http.group(2), scheme);
        }
        if (message.contains("authStatus: ") || message.contains("unexpected authMethod: ")) {
            return credentials(proxy, null);
        }
        Matcher socks = SOCKS_STATUS.matcher(message);
        if (socks.find()) {
            return ofReply(proxy, socks.group(1));
        }
        if (message.endsWith("timeout")) {
            return new ProxyFailure("the proxy " + proxy + " gives no answer in time", false);
        }
        return new ProxyFailure("the proxy " + proxy + " closed the connection", false);
    }

    /** @param word for a reply of SOCKS (RFC 1928, 6) */
    private static ProxyFailure ofReply(Proxy proxy, String word) {
        return switch (word) {
            case "FORBIDDEN" -> new ProxyFailure("the proxy " + proxy + " refuses the connection" + ALLOW, true);
            case "HOST_UNREACHABLE", "NETWORK_UNREACHABLE", "TTL_EXPIRED" ->
                new ProxyFailure("the proxy " + proxy + " finds no way to it, or does not know its name", false);
            case "CONNECTION_REFUSED" -> new ProxyFailure("it refuses the connection, says the proxy " + proxy, false);
            default ->
                new ProxyFailure("the proxy " + proxy + " makes no connection: " + word, SOCKS_REFUSALS.contains(word));
        };
    }

    /** @param scheme how it wants to be shown who we are (RFC 9110, 11.7.1) */
    private static ProxyFailure ofStatus(Proxy proxy, int status, @Nullable String words, @Nullable String scheme) {
        if (status == AUTHENTICATION_REQUIRED || status == UNAUTHORIZED) { // tinyproxy says so of a wrong password
            return credentials(proxy, scheme);
        }
        String answer = "status " + status
                + (words == null || words.isBlank()
                        ? ""
                        : " " + UntrustedText.line(words, UntrustedText.MAX_NAME_CHARS));
        if (HttpStatus.isPassing(status) && status <= LAST_STATUS) {
            return new ProxyFailure("the proxy " + proxy + " answers with " + answer, false);
        }
        return status > LAST_STATUS
                ? new ProxyFailure("what answers at " + proxy + " is not a proxy of this kind", true)
                : new ProxyFailure("the proxy " + proxy + " refuses the connection with " + answer + ALLOW, true);
    }

    private static @Nullable String scheme(@Nullable HttpHeaders headers) {
        return headers == null ? null : headers.get(PROXY_AUTHENTICATE);
    }

    private static ProxyFailure credentials(Proxy proxy, @Nullable String scheme) {
        if (scheme != null && !scheme.toLowerCase(Locale.ROOT).contains("basic")) {
            return new ProxyFailure(
                    "the proxy " + proxy + " asks for a proof that is not supported here: "
                            + UntrustedText.line(scheme, MAX_SCHEME_CHARS),
                    true);
        }
        return new ProxyFailure(
                "the proxy " + proxy + " asks for a user and a password"
                        + (proxy.credentials() == null
                                ? "; write them into the variable as user:password@ before the host"
                                : " other than those in the variable"),
                true);
    }
}
