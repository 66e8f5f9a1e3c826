package io.hfdownloader.network;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

import io.hfdownloader.text.UntrustedText;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;

/** Why a connection failed, in a few words that mean something to a user. */
public final class FailureReason {

    private FailureReason() {}

    /** The cause in words, without a dot at the end. */
    public static String of(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its name is not known to the DNS";
        }
        if (isTimeout(cause)) {
            return "no answer in time";
        }
        if (cause instanceof SSLException) {
            return "TLS failed: " + ofTls(root(cause))
                    + "; check this server's clock and the certificates it trusts; an authority of your own, such as"
                    + " that of a proxy in between, is named by SSL_CERT_FILE";
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : UntrustedText.withoutStop(UntrustedText.message(message));
    }

    /** What a connection may fail for, for those who tell it in other words. */
    public enum Kind {
        /** The DNS does not know the name. */
        DNS,
        /** Nobody answers in time. */
        TIMEOUT,
        /** There is no secure connection. */
        TLS,
        /** Nobody listens there. */
        REFUSED,
        /** There is no way to it. */
        NO_ROUTE,
        /** The proxy on the way fails. */
        PROXY,
        /** Whatever else ends a connection. */
        BROKEN;

        /** Its stable name. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same as the stable name of its {@link Kind}. */
    public static String word(Throwable cause) {
        return kind(cause).word();
    }

    private static Kind kind(Throwable cause) {
        if (cause instanceof UnreachableException noConnection) {
            return noConnection.isOfProxy() || noConnection.getCause() == null
                    ? Kind.PROXY
                    : kind(noConnection.getCause());
        }
        if (cause instanceof UnknownHostException) {
            return Kind.DNS;
        }
        if (isTimeout(cause)) {
            return Kind.TIMEOUT;
        }
        if (cause instanceof SSLException) {
            return Kind.TLS;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return String.valueOf(cause.getMessage()).contains("refused") ? Kind.REFUSED : Kind.NO_ROUTE;
        }
        return Kind.BROKEN;
    }

    private static String ofTls(Throwable root) {
        if (root instanceof NotSslRecordException) { // whose message is what came instead
            return "what answers speaks no TLS";
        }
        String message = root.getMessage();
        return message == null
                ? "the connection was closed"
                : UntrustedText.withoutStop(UntrustedText.message(message));
    }

    /** True when somebody was waited for in vain, be it for a connection or for an answer. */
    public static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isTimeoutItself(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTimeoutItself(Throwable cause) {
        return cause instanceof TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException
                || cause instanceof ConnectTimeoutException
                || cause instanceof SslHandshakeTimeoutException
                || cause instanceof ProxyConnectException && endsWithTimeout(cause);
    }

    /** Netty has no type of its own for a proxy that was waited for in vain. */
    private static boolean endsWithTimeout(Throwable cause) {
        return String.valueOf(cause.getMessage()).endsWith("timeout");
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
