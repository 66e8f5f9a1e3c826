package io.hfdownloader.transfer.stream;

import io.vertx.core.http.HttpClientRequest;

/** Gives a stream a hold on the request at work, so that a stall can be ended. */
public interface RequestHandle {

    /** This request is the one at work from now on; a redirect brings another. */
    void attach(HttpClientRequest request);

    /** The answer to this request was read to its end: its connection may be another's already and is left alone. */
    void answered(HttpClientRequest request);
}
