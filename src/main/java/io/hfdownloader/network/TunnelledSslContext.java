package io.hfdownloader.network;

import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/** TLS with a server, each of whose connections begins with the way by its proxy. */
final class TunnelledSslContext extends SslContext {

    private final SslContext server;
    private final TlsProxy proxy;

    TunnelledSslContext(SslContext server, TlsProxy proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator allocator, String host, int port, boolean startTls, Executor executor) {
        return new SslHandler(newEngine(allocator, host, port), startTls, executor) {
            @Override
            public void handlerAdded(ChannelHandlerContext context) throws Exception {
                super.handlerAdded(context);
                context.pipeline().addAfter(context.name(), "tunnel", new TlsProxyTunnel(proxy, host, port));
            }
        };
    }

    @Override
    public boolean isClient() {
        return server.isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return server.cipherSuites();
    }

    @Override
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return server.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return server.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
        return server.newEngine(allocator, host, port);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return server.sessionContext();
    }
}
