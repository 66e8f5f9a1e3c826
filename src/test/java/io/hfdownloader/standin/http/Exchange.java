package io.hfdownloader.standin.http;

import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One request on its way through the stand-in: what was asked, and what has been answered so far. */
public final class Exchange {

    private final Listener listener;
    private final HttpServerRequest request;
    private final String path;
    private final String decodedPath;
    private final Query query;
    private final Trace trace;

    public Exchange(Listener listener, HttpServerRequest request) {
        this.listener = listener;
        this.request = request;
        String uri = request.uri();
        int mark = uri.indexOf('?');
        this.path = mark < 0 ? uri : uri.substring(0, mark);
        this.decodedPath = Query.decodePath(path);
        this.query = new Query(mark < 0 ? null : uri.substring(mark + 1));
        this.trace = new Trace(listener, method(), uri, header("Range"), header("Authorization") != null);
    }

    public Listener listener() {
        return listener;
    }

    public HttpServerRequest request() {
        return request;
    }

    public String method() {
        return request.method().name();
    }

    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** Path and query as sent. */
    public String uri() {
        return request.uri();
    }

    /** The path as sent, still percent-encoded. */
    public String path() {
        return path;
    }

    public String decodedPath() {
        return decodedPath;
    }

    public Query query() {
        return query;
    }

    @Nullable
    public String header(String name) {
        return request.getHeader(name);
    }

    public Caller caller() {
        return Caller.of(header("Authorization"));
    }

    /** {@code id/path} of the file the request turned out to be about, or {@code ""}. */
    public String file() {
        return trace.file();
    }

    public void isAbout(StandInRepo repo, StandInFile asked) {
        trace.isAbout(repo.id() + "/" + asked.path());
    }

    public void isAbout(String fileOfRepo) {
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
