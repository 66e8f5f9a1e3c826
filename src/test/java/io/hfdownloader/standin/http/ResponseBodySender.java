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
final class ResponseBodySender {

    private static final int BLOCK = 128 * 1024;
    private static final int BLOCKS_PER_TURN = 8;
    private static final int QUEUED = 512 * 1024;
    private static final int SLICES_PER_SECOND = 20;

    private final Vertx vertx;
    private final Exchange exchange;
    private final HttpServerResponse response;
    private final ResponseBody responseBody;
    private final RequestLog.FileCounters counters;
    private final long end;
    private final byte[] block;
    private final Pacer pacer;
    private long position;
    private boolean stopped;

    ResponseBodySender(Vertx vertx, Exchange exchange, ResponseBody responseBody, RequestLog.FileCounters counters) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.response = exchange.request().response();
        this.responseBody = responseBody;
        this.counters = counters;
        this.position = responseBody.from();
        this.end = responseBody.to() + responseBody.extra();
        this.block = new byte[(int) Math.min(BLOCK, end - position)];
        this.pacer = RawConnection.of(exchange.request()).pacer();
    }

    void start() {
        counters.start();
        pacer.start(System.nanoTime());
        response.setWriteQueueMaxSize(QUEUED);
        response.setChunked(responseBody.extra() > 0);
        response.closeHandler(closed -> stop());
        response.exceptionHandler(failure -> stop());
        if (responseBody.length() == 0 || stopsHere()) {
            response.writeHead();
        }
        turn();
    }

    private void turn() {
        for (int i = 0; i < BLOCKS_PER_TURN && !stopped; i++) {
            if (position == end) {
                stop();
                response.end();
            } else if (sentSoFar() == responseBody.dropAfter()) {
                stop();
                cut();
            } else if (sentSoFar() == responseBody.stallAfter()) {
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
        if (!stopped) {
            vertx.runOnContext(next -> turn());
        }
    }

    private void cut() {
        if (responseBody.reset()) {
            RawConnection.of(exchange.request()).reset();
        } else {
            exchange.request().connection().close();
        }
    }

    private boolean waitsForTheClock() {
        long wait = responseBody.bytesPerSecond() > 0 ? pacer.waitNanos(System.nanoTime()) : 0;
        if (wait > 0) {
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)), due -> turn());
        }
        return wait > 0;
    }

    private void writeBlock() {
        int length = (int) Math.min(blockSize(), nextStop() - position);
        int genuine = (int) Math.max(0, Math.min(length, responseBody.to() - position));
        if (genuine > 0) {
            responseBody.content().read(position, block, genuine);
        }
        if (responseBody.corruptAt() >= position && responseBody.corruptAt() < position + genuine) {
            block[(int) (responseBody.corruptAt() - position)] ^= (byte) 0xFF;
        }
        position += length;
        exchange.sent(length);
        counters.sent(length);
        write(length);
        if (responseBody.bytesPerSecond() > 0) {
            pacer.sent(length, responseBody.bytesPerSecond());
        }
    }

    /** A pooled buffer spares the collector a gigabyte of garbage per second; Vert.x 4 has no other way to one. */
    @SuppressWarnings("deprecation")
    private void write(int length) {
        ByteBuf pooled = PooledByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(block, 0, length);
        response.write(Buffer.buffer(pooled)).onComplete(written -> pooled.release());
    }

    private long blockSize() {
        return responseBody.bytesPerSecond() > 0
                ? Math.max(1, Math.min(BLOCK, responseBody.bytesPerSecond() / SLICES_PER_SECOND))
                : BLOCK;
    }

    private long nextStop() {
        long stop = end;
        if (responseBody.dropAfter() >= 0) {
            stop = Math.min(stop, responseBody.from() + responseBody.dropAfter());
        }
        if (responseBody.stallAfter() >= 0) {
            stop = Math.min(stop, responseBody.from() + responseBody.stallAfter());
        }
        return stop;
    }

    private boolean stopsHere() {
        return responseBody.dropAfter() == 0 || responseBody.stallAfter() == 0;
    }

    private long sentSoFar() {
        return position - responseBody.from();
    }

    private void stop() {
        if (!stopped) {
            stopped = true;
            counters.stop();
        }
    }
}
