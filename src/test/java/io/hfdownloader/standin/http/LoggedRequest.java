package io.hfdownloader.standin.http;

import org.jspecify.annotations.Nullable;

/**
 * A request the stand-in got.
 *
 * @param uri path and query as sent
 * @param file {@code id/path} of the file it was about, or {@code ""}
 * @param range the {@code Range} header
 * @param token whether it carried an {@code Authorization} header
 * @param status what was answered; 0 when nothing was (yet)
 * @param bytesSent bytes of a body that were written so far
 */
public record LoggedRequest(
        ServerRole listener,
        String method,
        String uri,
        String file,
        @Nullable String range,
        boolean token,
        int status,
        long bytesSent) {}
