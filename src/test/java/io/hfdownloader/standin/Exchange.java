package io.hfdownloader.standin;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One request on its way through the stand-in: what was asked, and what has been answered so far. */
final class Exchange {

    private final Listener listener;
    private final HttpServerRequest request;
    private final String path;
    private final String decodedPath;
    private final Query query;
    private final Trace trace;

    Exchange(Listener listener, HttpServerRequest request) {
        this.listener = listener;
        this.request = request;
        String uri = request.uri();
        int mark = uri.indexOf('?');
        this.path = mark < 0 ? uri : uri.substring(0, mark);
        this.decodedPath = Query.decodePath(path);
        this.query = new Query(mark < 0 ? null : uri.substring(mark + 1));
        this.trace = new Trace(listener, method(), uri, header("Range"), header("Authorization") != null);
    }

    Listener listener() {
        return listener;
    }

    HttpServerRequest request() {
        return request;
    }

    String method() {
        return request.method().name();
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    /** Path and query as sent. */
    String uri() {
        return request.uri();
    }

    /** The path as sent, still percent-encoded. */
    String path() {
        return path;
    }

    String decodedPath() {
        return decodedPath;
    }

    Query query() {
        return query;
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    Caller caller() {
        return Caller.of(header("Authorization"));
    }

    /** {@code id/path} of the file the request turned out to be about, or {@code ""}. */
    String file() {
        return trace.file();
    }

    void isAbout(StandInRepo repo, StandInFile asked) {
        trace.isAbout(repo.id() + "/" + asked.path());
    }

    void isAbout(String fileOfRepo) {
        trace.isAbout(fileOfRepo);
    }

    void answered(int answeredStatus) {
        trace.answered(answeredStatus);
    }

    void sent(int bytes) {
        trace.sent(bytes);
    }

    /** What outlives the exchange. */
    Trace trace() {
        return trace;
    }
}
