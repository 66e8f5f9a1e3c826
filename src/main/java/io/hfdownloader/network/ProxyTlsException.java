package io.hfdownloader.network;

import javax.net.ssl.SSLException;

/** No TLS with the proxy itself, be it with the server behind it what it may. */
final class ProxyTlsException extends SSLException {

    ProxyTlsException(Throwable cause) {
        super(cause);
    }
}
