package io.hfdownloader.web.connection;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.netty.BossEventLoopGroup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;

/**
 * Sees each connection before Vert.x does, who tells of one only when its first bytes have come: the sockets that listen belong to
 * the loops that accept, and what they accept passes their handlers.
 */
@Singleton
final class ListeningSockets {

    private static final String NAME = "accepted-connections";
    private static final long LOOK_MILLIS = 1_000;

    private final EventLoopGroup accepting;
    private final OpenConnections connections;
    private final Vertx vertx;
    private long timer = -1;

    ListeningSockets(@BossEventLoopGroup EventLoopGroup accepting, OpenConnections connections, Vertx vertx) {
        this.accepting = accepting;
        this.connections = connections;
        this.vertx = vertx;
    }

    void watchHttp(@ObservesAsync HttpServerStart started) {
        watchAll();
    }

    /** With TLS alone no other one starts. */
    void watchHttps(@ObservesAsync HttpsServerStart started) {
        watchAll();
    }

    void watchDomainSocket(@ObservesAsync DomainSocketServerStart started) {
        watchAll();
    }

    private synchronized void watchAll() {
        for (EventExecutor executor : accepting) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::watch));
            }
        }
        if (timer == -1) {
            timer = vertx.setPeriodic(LOOK_MILLIS, again -> connections.look());
        }
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        boolean unused = vertx.cancelTimer(timer);
    }

    /** Another socket may have started before; while the program is changed, the handler of what ran before is still there. */
    private void watch(Channel channel) {
        if (channel instanceof ServerChannel) {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NAME) != null) {
                ChannelHandler before = pipeline.remove(NAME);
                assert before != null;
            }
            pipeline.addFirst(NAME, new Acceptor());
        }
    }

    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel channel) {
                ClientConnection connection = new ClientConnection(channel, connections);
                if (!connections.admit(connection)) {
                    channel.unsafe().closeForcibly();
                    return;
                }
                connection.attach();
            }
            context.fireChannelRead(accepted);
        }
    }
}
