package io.hfdownloader.web.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, nearest to its socket. It reads no further while an answer is made or lies unread, so that requests sent
 * ahead (pipelining, RFC 9112 section 9.3.2) wait at the client and not in memory. On its event loop, unless it says otherwise.
 */
@ChannelHandler.Sharable // in time, not among several: an upgrade to HTTP/2 takes all handlers off, and it comes back
final class ClientConnection extends ChannelDuplexHandler {

    static final long BUSY = Long.MAX_VALUE;
    static final String NAME = "client-connection";

    static final long MAX_HEAD_MILLIS = 30_000;
    static final long MAX_IDLE_MILLIS = 150_000;
    /** So much of an answer must be taken in so much time: less than the slowest network brings. */
    static final long MIN_READ_BYTES = 8 * 1024;

    static final long MIN_READ_MILLIS = 30_000;
    /** Who has taken nothing for so long is slow to read; a socket takes what it can in lumps. */
    static final long STALLED_MILLIS = 10_000;

    /** What a body takes at the socket above its own bytes: chunks of one byte take six, small TLS records more. */
    private static final int MAX_FRAMING = 8;

    private static final long MAX_AHEAD_BYTES = 64 * 1024;

    /** What one read brings may be dozens of requests, each of which costs a hundred times its length. */
    private static final int READ_BYTES = 2 * 1024;

    /**
     * Of the answers that one connection of HTTP/2 may have made at a time: what is made lies here until its stream's window lets it out,
     * and the socket knows nothing of it.
     */
    static final int MAX_MAKING = 8;

    static final long MAX_MADE_BYTES = 1 << 20;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 * 1024, 32 * 1024);
    /** Of no type: with live reload a connection may bear one that was made by a class before this one. */
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf(ClientConnection.class, NAME);

    private final Channel channel;
    private final OpenConnections connections;
    private final RemoteNetwork network;
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private boolean isStopped;
    private int making;
    private long aheadBytes;
    private long bodyBytes;
    private BooleanSupplier isWhole = () -> true;
    private volatile @Nullable Http2Answers http2;

    /** Written by the event loop, read by whoever looks for one to end. */
    private volatile long idleSince;

    private volatile long headSince;
    private volatile long writtenBytes;

    /** Guarded by the lock of all connections. */
    private long unreadBytes;

    private volatile long unreadSince;

    /** Of those who look every second. */
    private long takenBytes;

    private long takenMillis;

    private long lookedBytes;

    private long lookedSince;

    /** When it was last seen to have taken something. */
    private volatile long progressSince;

    ClientConnection(Channel channel, OpenConnections connections) {
        this.channel = channel;
        this.connections = connections;
        this.network = RemoteNetwork.of(channel.remoteAddress());
        this.idleSince = connections.millis();
    }

    /** To be called before anything is read from it. */
    void attach() {
        channel.attr(KEY).set(this);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        channel.pipeline().addFirst(NAME, this);
        channel.closeFuture().addListener(closed -> connections.closed(this));
    }

    /** That of a request; none where it does not come from a socket of ours. */
    static @Nullable ClientConnection of(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                        && base.channel().attr(KEY).get() instanceof ClientConnection attached
                ? attached
                : null;
    }

    // --- requests ----------------------------------------------------------------------------------------------

    /**
     * A request begins here.
     *
     * @param bytes the most that its body may have
     * @param whole whether all of it has come and been read
     */
    void began(long bytes, BooleanSupplier whole) {
        headSince = 0;
        idleSince = BUSY;
        aheadBytes = 0;
        bodyBytes = bytes;
        isWhole = whole;
        if (http2 == null) {
            Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
            http2 = handler == null ? null : new Http2Answers(handler.connection(), this);
        }
    }

    /** All of an answer is on its way here, or its request has gone. From any thread, which for HTTP/2 may be ahead of the bytes. */
    void answered(int streamId, LongSupplier bytes, Runnable reset) {
        if (http2 == null && channel.eventLoop().inEventLoop()) {
            answeredHere(streamId, bytes, reset);
        } else {
            channel.eventLoop().execute(() -> answeredHere(streamId, bytes, reset));
        }
    }

    private void answeredHere(int streamId, LongSupplier bytes, Runnable reset) {
        if (http2 != null) {
            http2.answered(streamId, bytes.getAsLong(), connections.millis(), reset);
            goOn();
        } else {
            idle();
            regulate();
        }
    }

    /**
     * An answer is being made from now on.
     *
     * @return to be run when it has its head, or will have none; by any thread, more than once does no harm
     */
    Runnable making() {
        making++;
        AtomicBoolean isMade = new AtomicBoolean();
        return () -> {
            if (isMade.compareAndSet(false, true)) {
                channel.eventLoop().execute(() -> {
                    making--;
                    goOn();
                });
            }
        };
    }

    /** Has requests made that waited, as long as there is room for their answers. */
    void goOn() {
        while (!isHeldUp() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private boolean isHeldUp() {
        return !channel.isWritable() || http2 != null && (making >= MAX_MAKING || http2.unreadBytes() > MAX_MADE_BYTES);
    }

    void idle() {
        headSince = 0;
        idleSince = connections.millis();
    }

    /** Whether the client has not read what was answered before. */
    boolean isBehind() {
        return isHeldUp() || !waiting.isEmpty();
    }

    /** Goes on later, when it has read that. */
    void whenRead(Runnable next) {
        waiting.add(next);
    }

    // --- bytes -------------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (idleSince != BUSY && headSince == 0) {
            headSince = connections.millis();
        }
        aheadBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        context.fireChannelRead(message);
        regulate();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        writtenBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ChannelFuture unused = context.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        account();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        account();
        goOn();
        regulate();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (channel.isActive()) {
            channel.eventLoop().execute(() -> channel.pipeline().addFirst(NAME, this));
        }
    }

    /** Vert.x stops and resumes reading for reasons of its own. */
    private void regulate() {
        boolean isAhead = http2 == null && idleSince == BUSY && aheadBytes > 0 && isBodyRead();
        if (isAhead || !channel.isWritable()) {
            isStopped = true;
            channel.config().setAutoRead(false);
        } else if (isStopped) {
            isStopped = false;
            channel.config().setAutoRead(true);
        }
    }

    /** Bytes of a body come in frames of which nothing is known here, so that they tell of its end by their sheer number only. */
    private boolean isBodyRead() {
        return bodyBytes == 0 || isWhole.getAsBoolean() || aheadBytes > MAX_FRAMING * bodyBytes + MAX_AHEAD_BYTES;
    }

    /** Counts what lies unread here. */
    void account() {
        long unread = unwrittenBytes() + (http2 == null ? 0 : http2.unreadBytes());
        if (unread > 0 || unreadSince != 0) {
            connections.unread(this, unread);
        }
    }

    // --- for whoever looks, from any thread --------------------------------------------------------------------

    RemoteNetwork network() {
        return network;
    }

    /** When its last request was answered, or it came; {@link #BUSY} during one. */
    long idleSince() {
        return idleSince;
    }

    long unreadSince() {
        return unreadSince;
    }

    /** Under the lock of all connections. */
    long unreadBytes() {
        return unreadBytes;
    }

    /** Whether it has unread bytes and takes none of them. */
    boolean isStalled(long now) {
        long since = unreadSince;
        return since != 0 && now - Math.max(since, progressSince) > STALLED_MILLIS;
    }

    /** Whether some of the unread bytes were taken since they were there. */
    boolean isTaking() {
        return progressSince > unreadSince;
    }

    /** What it was before. Under the lock of all connections. */
    long countUnread(long bytes) {
        long before = unreadBytes;
        unreadBytes = bytes;
        if (bytes == 0) {
            unreadSince = 0;
        } else if (before == 0) {
            unreadSince = connections.millis();
        }
        return before;
    }

    /** Why it is to be ended, when it has had its time. */
    @Nullable
    EndReason overdue(long now) {
        long idle = idleSince;
        long head = headSince;
        Http2Answers answers = http2;
        if (answers != null) {
            channel.eventLoop().execute(() -> answers.resetUnread(now));
        }
        if (unreadSince != 0) { // nobody tells what the socket takes of a large answer
            channel.eventLoop().execute(this::account);
        }
        if (isUnread(now)) {
            return EndReason.UNREAD;
        } else if (idle != BUSY && now - idle > MAX_IDLE_MILLIS) {
            return EndReason.IDLE;
        }
        return head != 0 && now - head > MAX_HEAD_MILLIS && !isHttp2() ? EndReason.SLOW_HEAD : null;
    }

    private boolean isHttp2() {
        return channel.pipeline().get(Http2ConnectionHandler.class) != null;
    }

    private boolean isUnread(long now) {
        long unwritten = unwrittenBytes();
        long taken = writtenBytes - unwritten;
        long since = unreadSince;
        if (taken > lookedBytes && since == lookedSince) { // what the socket took at once, nobody need have read
            progressSince = now;
        }
        lookedSince = since;
        lookedBytes = taken;
        if (unwritten == 0 || takenMillis == 0 || taken - takenBytes >= MIN_READ_BYTES) {
            takenMillis = unwritten == 0 ? 0 : now;
            takenBytes = taken;
        }
        return takenMillis != 0 && now - takenMillis > MIN_READ_MILLIS;
    }

    /** What the socket does not take, above what it may leave lying; nothing when it is closed. */
    private long unwrittenBytes() {
        long bytes = channel.bytesBeforeWritable();
        return bytes == Long.MAX_VALUE ? 0 : bytes;
    }

    /** At once: what waits to be read is not waited for. */
    void endNow() {
        channel.eventLoop().execute(() -> {
            waiting.clear();
            channel.unsafe().close(channel.unsafe().voidPromise());
        });
    }
}
