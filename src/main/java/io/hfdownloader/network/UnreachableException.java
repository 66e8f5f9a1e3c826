package io.hfdownloader.network;

import java.net.ConnectException;
import java.net.UnknownHostException;

/** No connection to a server could be made. The message names it and says why. */
public final class UnreachableException extends RuntimeException {

    UnreachableException(WebAddress server, Throwable cause) {
        super(server.origin() + " cannot be reached (" + FailureReason.of(cause) + ")", cause);
    }

    /** True when a connection that can be made again means that the trouble is over. */
    public boolean isWorthWatching() {
        return getCause() instanceof ConnectException || getCause() instanceof UnknownHostException;
    }
}
