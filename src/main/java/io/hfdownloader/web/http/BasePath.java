package io.hfdownloader.web.http;

import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.ext.web.RoutingContext;

/**
 * The path prefix under which browsers see this service. A proxy may strip it or keep it, so every route answers with
 * and without it, and the pages' own links are relative.
 */
@ApplicationScoped
public class BasePath {

    private static final String STRIPPED_KEY = BasePath.class.getName();
    private static final Pattern VALID = Pattern.compile("(/[A-Za-z0-9._~-]+)+/?");

    /** Swagger UI's own redirect to its folder knows no prefix. */
    private static final String API_PAGE = "/q/swagger-ui";

    /** Its links are relative, so that it has one address only. */
    private static final String MANAGE_PAGE = "/manage/";

    private final String configured;

    BasePath(WebConfig config) {
        String text = config.baseUrl().orElse("").strip();
        String path = text.startsWith("/") || text.isEmpty() ? text : "/" + text;
        this.configured = withoutSlash(path);
        if (!configured.isEmpty() && !VALID.matcher(configured).matches()) {
            throw new IllegalStateException("hf-downloader.base-url (HF_DOWNLOADER_BASE_URL) is \"" + text
                    + "\"; write a path such as /hf-downloader, or nothing for none.");
        }
    }

    /** Takes the prefix off a request that a proxy has left it on; other requests go on as they are. */
    void strip(RoutingContext request) {
        String path = request.request().path();
        if (path == null) {
            request.next();
        } else if (path.equals(API_PAGE)) {
            redirect(request, externalPath(request) + API_PAGE + "/");
        } else if (path.equals(MANAGE_PAGE)) {
            redirect(request, "../manage");
        } else if (configured.isEmpty() || !(path + "/").startsWith(configured + "/")) {
            request.next();
        } else if (path.equals(configured)) {
            redirect(request, forwarded(request) + "/");
        } else {
            request.put(STRIPPED_KEY, configured);
            String query = request.request().query();
            request.reroute(path.substring(configured.length()) + (query == null ? "" : "?" + query));
        }
    }

    private static void redirect(RoutingContext request, String path) {
        request.response().setStatusCode(308).putHeader("Location", path).end();
    }

    /** What stands before our paths in the browser's address bar; empty for nothing. */
    public String externalPath(RoutingContext request) {
        String header = request.request().getHeader("X-Forwarded-Prefix");
        if (header != null && VALID.matcher(header).matches()) {
            return withoutSlash(header);
        }
        String kept = request.get(STRIPPED_KEY);
        return kept == null ? "" : kept;
    }

    /** A proxy that keeps the prefix and one that says it has taken another off mean the same to us. */
    private String forwarded(RoutingContext request) {
        String seen = externalPath(request);
        return seen.isEmpty() ? configured : seen;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
