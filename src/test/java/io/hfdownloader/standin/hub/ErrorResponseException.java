package io.hfdownloader.standin.hub;

import io.hfdownloader.standin.http.Response;

/** Ends a request early with a refusal. */
final class ErrorResponseException extends RuntimeException {

    private final transient Response response;

    ErrorResponseException(Response response) {
        super(null, null, false, false);
        this.response = response;
    }

    Response answer() {
        return response;
    }
}
