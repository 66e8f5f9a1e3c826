package io.hfdownloader.http;

/** What the status of an answer means for the next try; the only place that knows. */
public final class HttpStatus {

    private static final int REQUEST_TIMEOUT = 408;
    /** What a server says that has no byte in the range that was asked for. */
    public static final int RANGE_NOT_SATISFIABLE = 416;
    /** What a server says that limits the rate of requests. */
    public static final int TOO_MANY_REQUESTS = 429;

    private static final int FIRST_SERVER_ERROR = 500;

    private HttpStatus() {}

    /** True when the server asks for fewer requests. */
    public static boolean isThrottled(int status) {
        return status == TOO_MANY_REQUESTS;
    }

    /** True for a failure of the server that is likely to pass by itself. */
    public static boolean isServerFailure(int status) {
        return status >= FIRST_SERVER_ERROR || status == REQUEST_TIMEOUT;
    }

    /** True when the same request may be granted later. */
    public static boolean isPassing(int status) {
        return isThrottled(status) || isServerFailure(status);
    }
}
