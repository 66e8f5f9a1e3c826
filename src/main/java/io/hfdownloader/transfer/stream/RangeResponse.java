package io.hfdownloader.transfer.stream;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * A server's answer that carries the file's bytes.
 *
 * @param request to be reset when the rest is not wanted
 * @param response paused; its body begins at {@code bodyStart}
 * @param bodyStart offset in the file of the body's first byte
 * @param ranged whether the server honoured the range; false means the whole file from byte 0
 */
public record RangeResponse(HttpClientRequest request, HttpClientResponse response, long bodyStart, boolean ranged) {}
