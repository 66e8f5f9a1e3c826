package io.hfdownloader.web.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.access.Scope;

/**
 * Which route needs which scope of a token: the one table of it. What does not stand here needs the most; so does an address that
 * could be read in two ways.
 */
public final class RouteScopes {

    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final String PUT = "PUT";
    private static final String DELETE = "DELETE";

    private static final List<Route> ALL = List.of(
            // --- to look
            route(Scope.READ, GET, "/api/v1/bin"),
            route(Scope.READ, GET, "/api/v1/leftovers"),
            route(Scope.READ, GET, "/api/v1/downloads"),
            route(Scope.READ, GET, "/api/v1/downloads/{id}"),
            route(Scope.READ, POST, "/api/v1/downloads/plan"),
            route(Scope.READ, GET, "/api/v1/events"),
            route(Scope.READ, GET, "/api/v1/hooks"),
            route(Scope.READ, GET, "/api/v1/library"),
            route(Scope.READ, GET, "/api/v1/library/{type}/{name}"),
            route(Scope.READ, GET, "/api/v1/library/{type}/{namespace}/{name}"),
            route(Scope.READ, GET, "/api/v1/library/check"),
            route(Scope.READ, GET, "/api/v1/library/{type}/{name}/changes"),
            route(Scope.READ, GET, "/api/v1/library/{type}/{namespace}/{name}/changes"),
            route(Scope.READ, POST, "/api/v1/library/{type}/{name}/check"),
            route(Scope.READ, POST, "/api/v1/library/{type}/{namespace}/{name}/check"),
            route(Scope.READ, POST, "/api/v1/parse"),
            route(Scope.READ, GET, "/api/v1/repos/{type}/{name}"),
            route(Scope.READ, GET, "/api/v1/repos/{type}/{namespace}/{name}"),
            route(Scope.READ, GET, "/api/v1/revisions/{type}/{name}"),
            route(Scope.READ, GET, "/api/v1/revisions/{type}/{namespace}/{name}"),
            route(Scope.READ, GET, "/api/v1/search"),
            route(Scope.READ, GET, "/api/v1/shapes/{type}/{name}"),
            route(Scope.READ, GET, "/api/v1/shapes/{type}/{namespace}/{name}"),
            route(Scope.READ, GET, "/api/v1/space"),
            route(Scope.READ, GET, "/api/v1/system"),
            route(Scope.READ, GET, "/api/v1/system/bandwidth-limit"),
            route(Scope.READ, GET, "/api/v1/system/machines"),
            route(Scope.READ, GET, "/api/v1/system/token"),
            route(Scope.READ, GET, "/api/v1/views"),
            route(Scope.READ, GET, "/api/v1/tasks"),
            route(Scope.READ, GET, "/api/v1/tasks/{id}"),
            route(Scope.READ, GET, "/api/status"),
            route(Scope.READ, GET, "/api/models"),
            route(Scope.READ, GET, "/api/list"),
            // --- to download
            route(Scope.DOWNLOAD, POST, "/api/v1/downloads"),
            route(Scope.DOWNLOAD, POST, "/api/v1/downloads/{id}/pause"),
            route(Scope.DOWNLOAD, POST, "/api/v1/downloads/{id}/resume"),
            route(Scope.DOWNLOAD, POST, "/api/v1/downloads/{id}/cancel"),
            route(Scope.DOWNLOAD, POST, "/api/v1/downloads/{id}/retry"),
            route(Scope.DOWNLOAD, POST, "/api/v1/downloads/{id}/move"),
            route(Scope.DOWNLOAD, DELETE, "/api/v1/downloads/{id}"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/check"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/{type}/{name}/update"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/{type}/{namespace}/{name}/update"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/{type}/{name}/verify"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/{type}/{namespace}/{name}/verify"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/{type}/{name}/repair"),
            route(Scope.DOWNLOAD, POST, "/api/v1/library/{type}/{namespace}/{name}/repair"),
            route(Scope.DOWNLOAD, POST, "/api/v1/tasks/{id}/pause"),
            route(Scope.DOWNLOAD, POST, "/api/v1/tasks/{id}/resume"),
            route(Scope.DOWNLOAD, POST, "/api/v1/tasks/{id}/cancel"),
            route(Scope.DOWNLOAD, POST, "/download"),
            route(Scope.DOWNLOAD, POST, "/api/download"),
            route(Scope.DOWNLOAD, POST, "/api/models/update"),
            route(Scope.DOWNLOAD, POST, "/api/update"),
            // --- to delete and to change settings
            route(Scope.MANAGE, POST, "/api/v1/adopt"),
            route(Scope.MANAGE, POST, "/api/v1/adopt/{id}"),
            route(Scope.MANAGE, POST, "/api/v1/library/{type}/{name}/move"),
            route(Scope.MANAGE, POST, "/api/v1/library/{type}/{namespace}/{name}/move"),
            route(Scope.MANAGE, POST, "/api/v1/bin/{id}/restore"),
            route(Scope.MANAGE, DELETE, "/api/v1/bin/{id}"),
            route(Scope.MANAGE, DELETE, "/api/v1/leftovers"),
            route(Scope.MANAGE, POST, "/api/v1/hooks/{name}/test"),
            route(Scope.MANAGE, DELETE, "/api/v1/library"),
            route(Scope.MANAGE, DELETE, "/api/v1/library/{type}/{name}"),
            route(Scope.MANAGE, DELETE, "/api/v1/library/{type}/{namespace}/{name}"),
            route(Scope.MANAGE, PUT, "/api/v1/library/{type}/{name}/hold"),
            route(Scope.MANAGE, PUT, "/api/v1/library/{type}/{namespace}/{name}/hold"),
            route(Scope.MANAGE, POST, "/api/models/delete"),
            route(Scope.MANAGE, POST, "/api/delete"),
            route(Scope.MANAGE, PUT, "/api/v1/system/bandwidth-limit"),
            route(Scope.MANAGE, PUT, "/api/v1/system/machines"),
            route(Scope.MANAGE, PUT, "/api/v1/system/token"),
            route(Scope.MANAGE, DELETE, "/api/v1/system/token"),
            route(Scope.MANAGE, POST, "/api/v1/views"),
            route(Scope.MANAGE, DELETE, "/api/v1/views/{id}"));

    /** For whoever runs the service; these are no operations of the API. */
    private static final List<Route> OPERATION =
            List.of(route(Scope.READ, GET, "/q/openapi"), route(Scope.READ, GET, "/q/metrics"));

    /** Paths with these may be another one to whoever reads them next: parameters of a segment, empty segments, quoted letters, a way up. */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "[;\\\\\\x00-\\x20]|//|(?i)%(?:2[de]|3[0-9b]|[46][1-9a-f]|[57][0-9a]|5f|7e|2f|5c|25)|/\\.{1,2}(?:/|$)");

    private record Route(Scope scope, String method, String template, Pattern form) {

        boolean matches(String asked, String path) {
            return method.equals(asked) && form.matcher(path).matches();
        }
    }

    private RouteScopes() {}

    private static Route route(Scope scope, String method, String template) {
        return new Route(scope, method, template, Pattern.compile(template.replaceAll("\\{[a-z]+}", "[^/]++")));
    }

    /**
     * What a token has to allow for this.
     *
     * @param path without a prefix, as it was sent
     */
    static Scope needed(String method, String path) {
        if (AMBIGUOUS.matcher(path).find()) {
            return Scope.MANAGE;
        }
        String asked = method.equals("HEAD") ? GET : method;
        return ALL.stream()
                .filter(route -> route.matches(asked, path))
                .findFirst()
                .or(() -> OPERATION.stream()
                        .filter(route -> route.matches(asked, path))
                        .findFirst())
                .map(Route::scope)
                .orElse(Scope.MANAGE);
    }

    /** What stands here for an operation of the API, by the template of its path. */
    public static Optional<Scope> of(String method, String template) {
        return ALL.stream()
                .filter(route ->
                        route.method().equals(method) && route.template().equals(template))
                .findFirst()
                .map(Route::scope);
    }

    /** All operations that stand here, as {@code METHOD /template}. */
    public static List<String> operations() {
        return ALL.stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
    }
}
