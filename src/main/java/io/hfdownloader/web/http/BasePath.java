package io.hfdownloader.web.http;

import java.util.Set;
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
    private static final Pattern VALID = Pattern.compile("(?:/[A-Za-z0-9._~-]++)++/?");
    /** The expression's depth grows with the text's length, which a client says. */
    private static final int MAX_CHARS = 200;

    /** Swagger UI's own redirect to its folder knows no prefix. */
    private static final String API_PAGE = "/q/swagger-ui";

    /** What shows it: the page that Quarkus has for it starts it by a script in the page, which the rules of our pages forbid. */
    private static final String API_PAGE_FILE = "/static/api/index.html";

    private static final Set<String> API_PAGE_ADDRESSES = Set.of(API_PAGE + "/", API_PAGE + "/index.html");

    /** Its links are relative, so that it has one address only. */
    private static final String MANAGE_PAGE = "/manage/";

    private final String configured;

    public BasePath(WebConfig config) {
        String text = config.baseUrl().orElse("").strip();
        String path = text.startsWith("/") || text.isEmpty() ? text : "/" + text;
        this.configured = withoutSlash(path);
        if (!configured.isEmpty() && !isValid(configured)) {
            throw new IllegalStateException("hf-downloader.base-url (HF_DOWNLOADER_BASE_URL) is \"" + text
                    + "\"; write a path such as /hf-downloader, or nothing for none.");
        }
    }

    /** Takes the prefix off a request that a proxy has left it on; other requests go on as they are. */
    public void strip(RoutingContext request) {
        String path = request.request().path();
        if (path == null) {
            request.next();
        } else if (path.equals(API_PAGE)) {
            redirect(request, externalPath(request) + API_PAGE + "/");
        } else if (API_PAGE_ADDRESSES.contains(path)) {
            request.reroute(API_PAGE_FILE);
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
        if (header != null && isValid(header)) {
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

    private static boolean isValid(String path) {
        return path.length() <= MAX_CHARS && VALID.matcher(path).matches();
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
