package io.hfdownloader.network;

import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Keeps connections by way of SOCKS4 alive where no TLS follows. Vert.x 4.5 takes the handlers of all proxies from a new
 * connection before Netty does; Netty's SOCKS4, other than its SOCKS5, then ends the connection because its own handler is
 * not there. So it gets one of that name to take away.
 */
final class Socks4Codec implements Handler<HttpConnection> {

    /** As Netty names the first handler of this class in a pipeline. */
    private static final String DECODER = "Socks4ClientDecoder#0";

    @Override
    public void handle(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(DECODER) == null) {
            pipeline.addFirst(DECODER, new ChannelHandlerAdapter() {});
        }
    }
}
