package io.hfdownloader.standin.http;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** What is remembered of a request. Holds nothing of its connection or body, as thousands of them are kept. */
final class RequestTrace {

    private final ServerRole serverRole;
    private final String method;
    private final String uri;
    private final @Nullable String range;
    private final boolean token;
    private final LongAdder bytesSent = new LongAdder();
    private volatile String file = "";
    private volatile int status;

    RequestTrace(ServerRole serverRole, String method, String uri, @Nullable String range, boolean token) {
        this.serverRole = serverRole;
        this.method = method;
        this.uri = uri;
        this.range = range;
        this.token = token;
    }

    String file() {
        return file;
    }

    void isAbout(String fileOfRepo) {
        file = fileOfRepo;
    }

    void responded(int answeredStatus) {
        status = answeredStatus;
    }

    void sent(int bytes) {
        bytesSent.add(bytes);
    }

    LoggedRequest seen() {
        return new LoggedRequest(serverRole, method, uri, file, range, token, status, bytesSent.sum());
    }
}
