package io.hfdownloader.network;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Stands behind the TLS with a server: when that is to be connected, puts the TLS with the proxy and the proxy's own words
 * before it. What is in front of it hears of one handshake, that with the server, or of one failure.
 */
final class TlsProxyTunnel extends ChannelDuplexHandler {

    private final TlsProxy proxy;
    private final String host;
    private final int port;
    private boolean atProxy;
    private boolean ended;

    /**
     * @param host of the server at the tunnel's other end
     * @param port its port
     */
    TlsProxyTunnel(TlsProxy proxy, String host, int port) {
        this.proxy = proxy;
        this.host = host;
        this.port = port;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress found, SocketAddress local, ChannelPromise promise) {
        context.pipeline().addFirst("proxy", proxy.connect(found));
        context.pipeline().addFirst("proxy-tls", proxy.tls());
        var connecting = context.connect(InetSocketAddress.createUnresolved(host, port), local, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            context.fireUserEventTriggered(event);
        } else if (atProxy) {
            end(context, handshake);
        } else if (handshake.isSuccess()) {
            atProxy = true;
        } else {
            end(context, new SslHandshakeCompletionEvent(new ProxyTlsException(handshake.cause())));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ProxyConnectException) {
            end(context, new SslHandshakeCompletionEvent(cause));
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    /** What comes of it first is the reason; the rest follows from it. */
    private void end(ChannelHandlerContext context, SslHandshakeCompletionEvent event) {
        if (!ended) {
            ended = true;
            context.fireUserEventTriggered(event);
        }
    }
}
