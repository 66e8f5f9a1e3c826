package io.hfdownloader.standin.http;

import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One request on its way through the stand-in: what was asked, and what has been answered so far. */
public final class Exchange {

    /** What those paths begin with that control the stand-in from outside its process. */
    public static final String CONTROL = "/_standin/";

    private final ServerRole serverRole;
    private final HttpServerRequest request;
    private final String path;
    private final String decodedPath;
    private final QueryParameters queryParameters;
    private final RequestTrace requestTrace;

    public Exchange(ServerRole serverRole, HttpServerRequest request) {
        this.serverRole = serverRole;
        this.request = request;
        String uri = request.uri();
        int mark = uri.indexOf('?');
        this.path = mark < 0 ? uri : uri.substring(0, mark);
        this.decodedPath = QueryParameters.decodePath(path);
        this.queryParameters = new QueryParameters(mark < 0 ? null : uri.substring(mark + 1));
        this.requestTrace =
                new RequestTrace(serverRole, method(), uri, header("Range"), header("Authorization") != null);
    }

    public ServerRole listener() {
        return serverRole;
    }

    public HttpServerRequest request() {
        return request;
    }

    public String method() {
        return request.method().name();
    }

    /** Whether nothing but reading is asked for: GET or HEAD. */
    public boolean isReading() {
        return isHead() || method().equals("GET");
    }

    public boolean isHead() {
        return method().equals("HEAD");
    }

    /** True when the stand-in itself is meant, and not the Hub that it plays. */
    public boolean isControl() {
        return serverRole == ServerRole.HUB && path.startsWith(CONTROL);
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

    public QueryParameters query() {
        return queryParameters;
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
        return requestTrace.file();
    }

    public void isAbout(StandInRepo repo, StandInFile asked) {
        requestTrace.isAbout(repo.id() + "/" + asked.path());
    }

    public void isAbout(String fileOfRepo) {
        requestTrace.isAbout(fileOfRepo);
    }

    void responded(int answeredStatus) {
        requestTrace.responded(answeredStatus);
    }

    void sent(int bytes) {
        requestTrace.sent(bytes);
    }

    /** What outlives the exchange. */
    RequestTrace trace() {
        return requestTrace;
    }
}
