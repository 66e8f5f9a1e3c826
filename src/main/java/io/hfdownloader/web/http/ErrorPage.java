package io.hfdownloader.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.page.Messages;
import io.hfdownloader.web.page.Preferences;
import io.hfdownloader.web.page.ToldProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;

/** What a browser shows in place of a page that is not there, or cannot be shown now; scripts get a problem. */
final class ErrorPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance missing(String root);

        static native TemplateInstance failed(String root, String title, Told told, boolean passing, boolean disk);
    }

    /**
     * What is wrong, in a sentence.
     *
     * @param english whether it is in English whatever the page's language
     */
    @TemplateData
    record Told(String text, boolean english) {

        private static Told of(ProblemType problem, String detail, Map<String, String> parameters, Messages messages) {
            return ToldProblem.tell(problem.slug(), parameters, messages)
                    .map(told -> new Told(told, false))
                    .orElseGet(() -> new Told(detail, true));
        }
    }

    private static final Set<String> PAGE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private ErrorPage() {}

    /**
     * Whether a person asked for a page: browsers name HTML then, scripts and their {@code fetch} do not. Some clients name it
     * with whatever they send, but nobody reads the answer to a change as a page.
     */
    static boolean isAccepted(ContainerRequestContext request) {
        return PAGE_METHODS.contains(request.getMethod())
                && String.valueOf(request.getHeaderString("Accept")) // which may be no list of types at all
                        .toLowerCase(Locale.ROOT)
                        .contains("text/html")
                && !path(request).startsWith("/api/");
    }

    static Response missing(ContainerRequestContext request) {
        return page(404, Templates.missing(root(path(request))), Preferences.of(request));
    }

    /** One that this server is to blame for comes back by itself when the reason is gone. */
    static Response failed(ContainerRequestContext request, ProblemException failure) {
        return failed(
                request,
                failure.problem(),
                failure.detail(),
                failure.parameters().toMap());
    }

    /** As {@link #failed(ContainerRequestContext, ProblemException)}. */
    static Response failed(
            ContainerRequestContext request, ProblemType problem, String detail, Map<String, String> parameters) {
        Preferences reader = Preferences.of(request);
        Messages messages = reader.messages();
        boolean isDisk = problem == ProblemType.DISK_AWAY || problem == ProblemType.DISK_ERROR;
        TemplateInstance page = Templates.failed(
                root(path(request)),
                messages.problem(problem),
                Told.of(problem, detail, parameters, messages),
                problem.status() >= 500,
                isDisk);
        return page(problem.status(), page, reader);
    }

    private static Response page(int status, TemplateInstance page, Preferences reader) {
        return Response.status(status)
                .type(new MediaType("text", "html", "UTF-8"))
                .entity(reader.show(page).render())
                .build();
    }

    /** The way to the first page from any depth, whatever prefix stands before it. */
    static String root(String path) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        return parts.size() <= 1 ? "./" : "../".repeat(parts.size() - 1);
    }

    private static String path(ContainerRequestContext request) {
        return "/"
                + request.getUriInfo()
                        .getRequestUri()
                        .getRawPath()
                        .replaceFirst("^/", ""); // a slash in a name stays quoted
    }
}
