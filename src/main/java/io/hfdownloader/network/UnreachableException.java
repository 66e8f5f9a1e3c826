package io.hfdownloader.network;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;

import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** No connection to a server could be made. The message names it, and says why; also when that was a proxy's doing. */
public final class UnreachableException extends RuntimeException {

    private final WebAddress server;
    private final String reason;
    private final @Nullable ProxyFailure proxyFailure;
    private final boolean forbidden;

    private UnreachableException(
            WebAddress server, String reason, @Nullable ProxyFailure proxyFailure, @Nullable Throwable cause) {
        super(server.origin() + " cannot be reached (" + reason + ")", cause);
        this.server = server;
        this.reason = reason;
        this.proxyFailure = proxyFailure;
        this.forbidden = false;
    }

    private UnreachableException(WebAddress server, String reason, boolean forbidden) {
        super(UntrustedText.name(server.origin()) + " is not asked (" + reason + ")");
        this.server = server;
        this.reason = reason;
        this.proxyFailure = null;
        this.forbidden = forbidden;
    }

    /** @param proxy by way of which it was tried, or null */
    static UnreachableException of(WebAddress server, @Nullable Proxy proxy, Throwable cause) {
        Optional<ProxyFailure> ofProxy = Optional.ofNullable(proxy).flatMap(way -> ProxyFailure.of(way, server, cause));
        return ofProxy.map(failure -> new UnreachableException(server, failure.reason(), failure, cause))
                .orElseGet(() -> new UnreachableException(
                        server,
                        (proxy == null ? "" : "by way of the proxy " + proxy + ": ") + FailureReason.of(cause),
                        null,
                        cause));
    }

    /** The proxy answered in the server's place. */
    static UnreachableException of(WebAddress server, ProxyFailure failure) {
        return new UnreachableException(server, failure.reason(), failure, null);
    }

    /** It is not asked, because of where it is. */
    static UnreachableException forbidden(WebAddress server, String address, AddressScope scope) {
        return new UnreachableException(
                server,
                (server.host().equals(address) ? "that" : UntrustedText.name(address)) + " is " + scope.words()
                        + ", to which a Hub elsewhere may not lead",
                true);
    }

    /** The server that was to be reached. */
    public WebAddress server() {
        return server;
    }

    /** Why it was not, in a few words. */
    public String reason() {
        return reason;
    }

    /** True when it was not asked because of where it is: somebody else has named it. */
    public boolean isForbidden() {
        return forbidden;
    }

    /** True when it was a proxy that failed or refused. */
    public boolean isOfProxy() {
        return proxyFailure != null;
    }

    /** True when a proxy has refused, and will do so again. */
    public boolean isRefusal() {
        return proxyFailure != null && proxyFailure.refusal();
    }

    /** True when a connection that can be made again means that the trouble is over. */
    public boolean isWorthWatching() {
        return getCause() instanceof ConnectException || getCause() instanceof UnknownHostException;
    }
}
