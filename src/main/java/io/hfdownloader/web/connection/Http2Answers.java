package io.hfdownloader.web.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The answers on one connection of HTTP/2, where each has a window of its own (RFC 9113 section 5.2) in which a client may take it, or
 * never does: the whole of it waits in memory meanwhile. On the connection's event loop.
 */
final class Http2Answers extends Http2ConnectionAdapter {

    /** From the last byte that was written to the last one that has gone out. */
    static final long MAX_UNREAD_MILLIS = 300_000;

    private record Answer(long bytes, long millis, Runnable reset) {}

    private final Http2Connection http2;
    private final ClientConnection connection;
    /** By the id of their streams, oldest first. */
    private final Map<Integer, Answer> unread = new LinkedHashMap<>();

    private long unreadBytes;

    Http2Answers(Http2Connection http2, ClientConnection connection) {
        this.http2 = http2;
        this.connection = connection;
        http2.addListener(this);
    }

    /** An answer is whole; its stream stays open until the client has taken it. */
    void answered(int streamId, long bytes, long millis, Runnable reset) {
        Http2Stream stream = http2.stream(streamId);
        if (stream != null && stream.state() != Http2Stream.State.CLOSED) {
            unread.put(streamId, new Answer(bytes, millis, reset));
            unreadBytes += bytes;
            connection.account();
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Answer read = unread.remove(stream.id());
        if (read != null) {
            unreadBytes -= read.bytes();
            connection.account();
            connection.goOn();
        }
        if (http2.numActiveStreams() == 0) {
            connection.idle();
        }
    }

    long unreadBytes() {
        return unreadBytes;
    }

    /** Takes back those that have had their time; the other streams stay. */
    void resetUnread(long now) {
        List<Answer> overdue = unread.values().stream()
                .filter(answer -> now - answer.millis() > MAX_UNREAD_MILLIS)
                .toList();
        overdue.forEach(answer -> answer.reset().run());
    }
}
