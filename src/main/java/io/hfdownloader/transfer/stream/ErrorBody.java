package io.hfdownloader.transfer.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;

import io.hfdownloader.cache.WaitTimers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * Reads the body of an answer that carries no bytes of the file: of an error, which names the reason, or of a redirect. It
 * is read to its end, within bounds of size and time, so that its connection serves further requests; of a request that is
 * reset behind the end of its answer, the connection is closed below the next one.
 */
public final class ErrorBody {

    /** As much as a line or two of text, and a page of markup, take. */
    private static final int MAX_TEXT_BYTES = 4_096;

    /** What is longer costs more than another connection. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ErrorBody() {}

    /** The beginning of the text, as far as it arrives within a few seconds; never fails. The item arrives on {@code loop}. */
    public static Uni<String> read(
            HttpClientRequest request, HttpClientResponse response, RequestHandle handle, Executor loop) {
        Buffer body = Buffer.buffer();
        return Uni.createFrom()
                .<Boolean>emitter(emitter -> {
                    response.handler(part -> {
                        body.appendBuffer(part);
                        if (body.length() > MAX_BYTES) {
                            emitter.complete(false);
                        }
                    });
                    response.exceptionHandler(broken -> emitter.complete(false));
                    response.endHandler(end -> {
                        handle.answered(request); // at once: its connection may serve the next request by now
                        emitter.complete(true);
                    });
                    response.resume();
                })
                .ifNoItem()
                .after(TIMEOUT)
                .on(WaitTimers.shared())
                .recoverWithItem(false)
                .emitOn(loop) // a time-out comes on a timer of its own
                .invoke(ended -> {
                    if (!ended) {
                        request.reset();
                    }
                })
                .map(ended ->
                        body.getString(0, Math.min(body.length(), MAX_TEXT_BYTES), StandardCharsets.UTF_8.name()));
    }

    /** The same for an answer whose body is of no use: what is long is not waited for. */
    public static Uni<Void> discard(
            HttpClientRequest request, HttpClientResponse response, RequestHandle handle, Executor loop) {
        String length = response.getHeader("Content-Length");
        if (length == null || !length.matches("\\d{1,5}") || Integer.parseInt(length) > MAX_BYTES) {
            request.reset();
            return Uni.createFrom().voidItem();
        }
        return read(request, response, handle, loop).replaceWithVoid();
    }
}
