package io.hfdownloader.standin.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** The socket below a request, for misbehaviour that HTTP has no words for. Event loop of its connection only. */
public final class RawConnection {

    private static final byte[] HEAD = "HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);

    private static final AttributeKey<Pacer> PACE = AttributeKey.valueOf(Pacer.class.getName());

    private final Channel channel;

    private RawConnection(Channel channel) {
        this.channel = channel;
    }

    public static RawConnection of(HttpServerRequest request) {
        return new RawConnection(((ConnectionBase) request.connection()).channel());
    }

    /** How fast it may send, whatever was and will be asked on it. */
    Pacer pacer() {
        Attribute<Pacer> attribute = channel.attr(PACE);
        Pacer first = new Pacer(System.nanoTime());
        Pacer before = attribute.setIfAbsent(first);
        return before == null ? first : before;
    }

    /** Closes it by a reset: what is still on its way is thrown away on both sides. */
    void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** Sends a head that never ends, one byte each this many milliseconds, until the other side has enough. */
    public void drip(long millis) {
        send(0, millis);
    }

    private void send(int sent, long millis) {
        if (channel.isActive()) {
            byte next = sent < HEAD.length ? HEAD[sent] : (byte) 'x';
            channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(new byte[] {next}));
            channel.eventLoop().schedule(() -> send(sent + 1, millis), millis, TimeUnit.MILLISECONDS);
        }
    }
}
