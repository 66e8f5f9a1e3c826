package io.hfdownloader.network;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;

/**
 * Has a client make its TLS within a tunnel of a proxy that is itself reached over TLS. Vert.x has no such proxies, but
 * leaves open where its TLS comes from: what it takes for TLS with a server makes the way there as well.
 */
final class TlsProxyEngineOptions extends JdkSSLEngineOptions {

    private final TlsProxy proxy;

    TlsProxyEngineOptions(TlsProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public TlsProxyEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, false) {
            @Override
            public SslContext create() throws SSLException {
                return new TunnelledSslContext(super.create(), proxy);
            }
        };
    }
}
