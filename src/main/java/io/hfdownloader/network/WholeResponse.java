package io.hfdownloader.network;

import java.nio.charset.StandardCharsets;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer with all of its body, which was short enough to be taken as a whole.
 *
 * @param status of HTTP
 * @param headers as they came
 * @param body unpacked, where the server had packed it
 */
public record WholeResponse(int status, MultiMap headers, byte[] body) {

    private static final int MAX_TEXT_BYTES = 4_096;

    /** A header's value, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The beginning of the body as a stranger's text, for messages. */
    public String text() {
        return new String(body, 0, Math.min(body.length, MAX_TEXT_BYTES), StandardCharsets.UTF_8);
    }
}
