package io.hfdownloader.transfer.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads the beginning of an error's body, which names the reason; bounded in size and time. */
public final class ErrorBody {

    /** As much as a line or two of text, and a page of markup, take. */
    public static final int MAX_BYTES = 4_096;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ErrorBody() {}

    /** Whatever arrives within a few seconds; never fails. The item arrives on {@code loop}. */
    public static Uni<String> read(HttpClientResponse response, Executor loop) {
        Buffer body = Buffer.buffer();
        return MultiHelper.toMulti(response)
                .select()
                .first(part -> body.length() < MAX_BYTES)
                .invoke(body::appendBuffer)
                .collect()
                .last()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .recoverWithNull()
                .emitOn(loop) // a time-out comes on a timer of its own
                .map(last -> body.getString(0, Math.min(body.length(), MAX_BYTES), StandardCharsets.UTF_8.name()));
    }
}
