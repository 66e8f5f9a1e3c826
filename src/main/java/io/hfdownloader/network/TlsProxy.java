package io.hfdownloader.network;

import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;

/** A proxy that is reached over TLS: the two steps to a server by way of it. Safe for use from any thread. */
final class TlsProxy {

    /** Sooner than the client gives up, so that its silence is not taken for the server's. */
    private static final int ANSWER_TIMEOUT_MILLIS = 15_000;

    private final Proxy proxy;
    private final SSLContext context;

    /** @param trust decides whom to believe that they are the proxy */
    TlsProxy(Proxy proxy, X509TrustManager trust) {
        this.proxy = proxy;
        try {
            this.context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("No TLS here", broken);
        }
    }

    /** TLS with the proxy, which shows that it has the name by which it was named. */
    SslHandler tls() {
        SSLEngine engine = context.createSSLEngine(proxy.host(), proxy.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    /** Asks the proxy, which is at this address, for a connection. */
    HttpProxyHandler connect(SocketAddress found) {
        ProxyCredentials credentials = proxy.credentials();
        HttpProxyHandler handler = credentials == null
                ? new HttpProxyHandler(found)
                : new HttpProxyHandler(found, credentials.user(), credentials.password());
        handler.setConnectTimeoutMillis(ANSWER_TIMEOUT_MILLIS);
        return handler;
    }
}
