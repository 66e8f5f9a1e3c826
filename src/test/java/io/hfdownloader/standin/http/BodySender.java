package io.hfdownloader.standin.http;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Streams one body as fast as the receiver takes it, or as slowly as ordered. Lives on the event loop of its
 * connection and gives that back after every megabyte, so that connections share it fairly.
 */
final class BodySender {

    private static final int BLOCK = 128 * 1024;
    private static final int BLOCKS_PER_TURN = 8;
    private static final int QUEUED = 512 * 1024;
    private static final int SLICES_PER_SECOND = 20;

    private final Vertx vertx;
    private final Exchange exchange;
    private final HttpServerResponse response;
    private final Body body;
    private final RequestLog.FileCounters counters;
    private final long end;
    private final byte[] block;
    private final Pace pace;
    private long position;
    private boolean over;

    BodySender(Vertx vertx, Exchange exchange, Body body, RequestLog.FileCounters counters) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.response = exchange.request().response();
        this.body = body;
        this.counters = counters;
        this.position = body.from();
        this.end = body.to() + body.extra();
        this.block = new byte[(int) Math.min(BLOCK, end - position)];
        this.pace = RawConnection.of(exchange.request()).pace();
    }

    void start() {
        counters.begin();
        pace.begin(System.nanoTime());
        response.setWriteQueueMaxSize(QUEUED);
        response.setChunked(body.extra() > 0);
        response.closeHandler(closed -> finish());
        response.exceptionHandler(failure -> finish());
        if (body.length() == 0 || stopsHere()) {
            response.writeHead();
        }
        turn();
    }

    private void turn() {
        for (int i = 0; i < BLOCKS_PER_TURN && !over; i++) {
            if (position == end) {
                finish();
                response.end();
            } else if (sentSoFar() == body.dropAfter()) {
                finish();
                cut();
            } else if (sentSoFar() == body.stallAfter()) {
                return;
            } else if (response.writeQueueFull()) {
                response.drainHandler(drained -> turn());
                return;
            } else if (waitsForTheClock()) {
                return;
            } else {
                writeBlock();
            }
        }
        if (!over) {
            vertx.runOnContext(next -> turn());
        }
    }

    private void cut() {
        if (body.reset()) {
            RawConnection.of(exchange.request()).reset();
        } else {
            exchange.request().connection().close();
        }
    }

    private boolean waitsForTheClock() {
        long wait = body.bytesPerSecond() > 0 ? pace.waitNanos(System.nanoTime()) : 0;
        if (wait > 0) {
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)), due -> turn());
        }
        return wait > 0;
    }

    private void writeBlock() {
        int length = (int) Math.min(blockSize(), nextStop() - position);
        int genuine = (int) Math.max(0, Math.min(length, body.to() - position));
        if (genuine > 0) {
            body.content().read(position, block, genuine);
        }
        if (body.corruptAt() >= position && body.corruptAt() < position + genuine) {
            block[(int) (body.corruptAt() - position)] ^= (byte) 0xFF;
        }
        position += length;
        exchange.sent(length);
        counters.sent(length);
        write(length);
        if (body.bytesPerSecond() > 0) {
            pace.sent(length, body.bytesPerSecond());
        }
    }

    /** A pooled buffer spares the collector a gigabyte of garbage per second; Vert.x 4 has no other way to one. */
    @SuppressWarnings("deprecation")
    private void write(int length) {
        ByteBuf pooled = PooledByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(block, 0, length);
        response.write(Buffer.buffer(pooled)).onComplete(written -> pooled.release());
    }

    private long blockSize() {
        return body.bytesPerSecond() > 0
                ? Math.max(1, Math.min(BLOCK, body.bytesPerSecond() / SLICES_PER_SECOND))
                : BLOCK;
    }

    private long nextStop() {
        long stop = end;
        if (body.dropAfter() >= 0) {
            stop = Math.min(stop, body.from() + body.dropAfter());
        }
        if (body.stallAfter() >= 0) {
            stop = Math.min(stop, body.from() + body.stallAfter());
        }
        return stop;
    }

    private boolean stopsHere() {
        return body.dropAfter() == 0 || body.stallAfter() == 0;
    }

    private long sentSoFar() {
        return position - body.from();
    }

    private void finish() {
        if (!over) {
            over = true;
            counters.end();
        }
    }
}
