package io.hfdownloader.transfer.stream;

import java.net.ConnectException;
import java.net.UnknownHostException;

import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.WebAddress;

/** No connection to a server could be made. The message names it and says why. */
public final class UnreachableException extends RuntimeException {

    UnreachableException(WebAddress server, Throwable cause) {
        super(server.origin() + " cannot be reached (" + HubErrors.describe(cause) + ")", cause);
    }

    /** True when a connection that can be made again means that the trouble is over. */
    public boolean isWorthWatching() {
        return getCause() instanceof ConnectException || getCause() instanceof UnknownHostException;
    }
}
