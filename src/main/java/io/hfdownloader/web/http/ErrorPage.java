package io.hfdownloader.web.http;

import java.util.List;
import java.util.Locale;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.page.Language;
import io.hfdownloader.web.page.Messages;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** What a browser shows in place of a page that is not there, or cannot be shown now; scripts get a problem. */
final class ErrorPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance missing(String root);

        static native TemplateInstance failed(String root, String title, String detail, boolean disk);
    }

    private ErrorPage() {}

    /** Whether a person asked for a page: browsers name HTML then, scripts and their {@code fetch} do not. */
    static boolean isAccepted(UriInfo request, HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                        .anyMatch(type -> type.getType().equals("text")
                                && type.getSubtype().equals("html"))
                && !path(request).startsWith("/api/");
    }

    static Response missing(UriInfo request, HttpHeaders headers) {
        return page(404, Templates.missing(root(path(request))), Language.of(headers));
    }

    /** Comes back by itself when the reason is gone. */
    static Response failed(UriInfo request, HttpHeaders headers, ProblemType problem, String detail) {
        Locale language = Language.of(headers);
        boolean isDisk = problem == ProblemType.DISK_AWAY || problem == ProblemType.DISK_ERROR;
        TemplateInstance page =
                Templates.failed(root(path(request)), Messages.in(language).problem(problem), detail, isDisk);
        return page(problem.status(), page, language);
    }

    private static Response page(int status, TemplateInstance page, Locale language) {
        return Response.status(status)
                .type(new MediaType("text", "html", "UTF-8"))
                .entity(page.setLocale(language).render())
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
