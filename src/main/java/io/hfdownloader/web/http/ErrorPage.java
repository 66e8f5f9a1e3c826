package io.hfdownloader.web.http;

import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.hfdownloader.web.page.Language;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** What a browser shows at an address where nothing is; scripts get a problem. */
final class ErrorPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance missing(String root);
    }

    private ErrorPage() {}

    /** Whether a person asked for a page: browsers name HTML then, scripts and their {@code fetch} do not. */
    static boolean isAccepted(UriInfo request, HttpHeaders headers) {
        return !path(request).startsWith("/api/")
                && headers.getAcceptableMediaTypes().stream()
                        .anyMatch(type -> type.getType().equals("text")
                                && type.getSubtype().equals("html"));
    }

    static Response missing(UriInfo request, HttpHeaders headers) {
        Locale language = Language.of(headers);
        String page = Templates.missing(root(path(request))).setLocale(language).render();
        return Response.status(Response.Status.NOT_FOUND)
                .type(new MediaType("text", "html", "UTF-8"))
                .entity(page)
                .build();
    }

    /** The way to the first page from any depth, whatever prefix stands before it. */
    static String root(String path) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        return parts.size() <= 1 ? "./" : "../".repeat(parts.size() - 1);
    }

    private static String path(UriInfo request) {
        return "/" + request.getRequestUri().getRawPath().replaceFirst("^/", ""); // a slash in a name stays quoted
    }
}
