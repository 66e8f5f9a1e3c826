package io.hfdownloader.xet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.hfdownloader.network.FailureReason;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.TooLongException;
import io.hfdownloader.network.UnreachableException;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.network.WholeResponse;
import io.smallrye.mutiny.Uni;

/** Requests to the storage's API: bounded in time and size. Answers arrive on the caller's context. */
final class XetRequests {

    /** The longest part that is asked for is described by less, however fragmented it is. */
    private static final int MAX_RESPONSE_BYTES = 8 << 20;

    private final HttpConnector connector;
    private final Duration timeout;

    XetRequests(HttpConnector connector, Duration timeout) {
        this.connector = connector;
        this.timeout = timeout;
    }

    Uni<WholeResponse> get(WebAddress address, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Accept", "application/json");
        return connector
                .get(address, headers, MAX_RESPONSE_BYTES, timeout)
                .onFailure()
                .transform(failure -> failed(address, failure));
    }

    private static XetException failed(WebAddress address, Throwable failure) {
        if (failure instanceof TooLongException) {
            return new XetException(
                    XetException.Kind.TOO_LONG, "The storage's answer is longer than any should be", null, failure);
        }
        String reason = failure instanceof UnreachableException noConnection
                ? noConnection.reason()
                : FailureReason.of(failure);
        return new XetException(
                XetException.Kind.UNREACHABLE,
                "The storage at " + address.origin() + " cannot be reached (" + reason + ")",
                null,
                failure);
    }
}
