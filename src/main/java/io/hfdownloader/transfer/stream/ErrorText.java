package io.hfdownloader.transfer.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads the beginning of an error's body, which names the reason; bounded in size and time. */
public final class ErrorText {

    /** As much as a line or two of text, and a page of markup, take. */
    public static final int MOST_BYTES = 4_096;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ErrorText() {}

    /** Whatever arrives within a few seconds; never fails. The item arrives on {@code loop}. */
    public static Uni<String> of(HttpClientResponse response, Executor loop) {
        Buffer seen = Buffer.buffer();
        return MultiHelper.toMulti(response)
                .select()
                .first(part -> seen.length() < MOST_BYTES)
                .invoke(seen::appendBuffer)
                .collect()
                .last()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithNull()
                .emitOn(loop) // a time-out comes on a timer of its own
                .map(last -> seen.getString(0, Math.min(seen.length(), MOST_BYTES), StandardCharsets.UTF_8.name()));
    }
}
