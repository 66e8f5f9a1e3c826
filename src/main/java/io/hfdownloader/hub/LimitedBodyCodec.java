package io.hfdownloader.hub;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/** Collects an answer of the API up to a limit: a server that never stops sending must not fill the memory. */
final class LimitedBodyCodec implements BodyCodec<Buffer> {

    private final int limitBytes;

    LimitedBodyCodec(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public void create(Handler<AsyncResult<BodyStream<Buffer>>> handler) {
        handler.handle(Future.succeededFuture(new Collector(limitBytes)));
    }

    private static final class Collector implements BodyStream<Buffer> {

        private final int limitBytes;
        private final Buffer body = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();
        private boolean failed;

        Collector(int limitBytes) {
            this.limitBytes = limitBytes;
        }

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void handle(Throwable failure) {
            fail(failure);
        }

        @Override
        public Future<Void> write(Buffer data) {
            if (failed) {
                return Future.failedFuture("The answer was refused");
            }
            if (body.length() + data.length() > limitBytes) {
                fail(new TooLongException());
                return Future.failedFuture("The answer is too long");
            }
            body.appendBuffer(data);
            return Future.succeededFuture();
        }

        @Override
        public void write(Buffer data, @Nullable Handler<AsyncResult<Void>> handler) {
            Future<Void> written = write(data);
            if (handler != null) {
                handler.handle(written);
            }
        }

        @Override
        public void end(@Nullable Handler<AsyncResult<Void>> handler) {
            if (!failed) {
                result.tryComplete(body);
            }
            if (handler != null) {
                handler.handle(Future.succeededFuture());
            }
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }

        private void fail(Throwable failure) {
            failed = true;
            result.tryFail(failure);
        }
    }

    /** The answer goes on beyond the limit. */
    static final class TooLongException extends RuntimeException {
        TooLongException() {
            super("its answer is longer than any such answer should be");
        }
    }
}
