package io.hfdownloader.web.page;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hook.Hooks;
import io.hfdownloader.library.ModelLibrary;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The page where models are chosen and watched while they arrive. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class DownloadPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance downloads(
                DownloadRows rows, @Nullable String away, @Nullable OpenedModel opened);

        static native TemplateInstance rows(List<DownloadRow> rows);

        static native TemplateInstance hooks(List<HookRow> hooks);
    }

    /** The page's script finds out as well, so nobody waits for a disk that does not answer. */
    private static final Duration MAX_WAIT_FOR_DISK = Duration.ofSeconds(1);

    private final DownloadService downloads;
    private final ModelLibrary library;
    private final Hooks hooks;

    DownloadPage(DownloadService downloads, ModelLibrary library, Hooks hooks) {
        this.hooks = hooks;
        this.downloads = downloads;
        this.library = library;
    }

    /** The whole page, with the view of a model where its address names one. */
    @GET
    public Uni<TemplateInstance> page(@RestQuery @Nullable String repo, @Context HttpHeaders headers) {
        Preferences reader = Preferences.of(headers);
        Messages messages = reader.messages();
        return library.disk()
                .absence(MAX_WAIT_FOR_DISK)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(away -> reader.show(Templates.downloads(
                        DownloadRows.of(downloads.list(), messages),
                        away.map(problem -> told(problem, messages)).orElse(null),
                        OpenedModel.of(repo))));
    }

    private static String told(DiskException away, Messages messages) {
        return ToldProblem.tell(away.problem().slug(), away.parameters().toMap(), messages)
                .orElse(away.detail());
    }

    /**
     * Some rows, for the page's script when their downloads came or changed their state.
     *
     * @param open those of them whose details are shown
     */
    @GET
    @Path("fragments/downloads")
    public TemplateInstance rows(@RestQuery Set<String> id, @RestQuery Set<String> open, @Context HttpHeaders headers) {
        Locale language = Preferences.of(headers).language();
        return Templates.rows(DownloadRows.some(downloads.list(), id, open, Messages.in(language)))
                .setLocale(language);
    }

    /** The list of hooks, for the settings of all pages. */
    @GET
    @Path("fragments/hooks")
    public TemplateInstance hooks(@Context HttpHeaders headers) {
        Locale language = Preferences.of(headers).language();
        return Templates.hooks(HookRow.of(hooks.views(), Messages.in(language))).setLocale(language);
    }
}
