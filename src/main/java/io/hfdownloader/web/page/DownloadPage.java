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
import io.hfdownloader.settings.Settings;
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
                DownloadRows rows, List<HookRow> hooks, String limit, @Nullable String away);

        static native TemplateInstance cards(List<DownloadRow> rows);

        static native TemplateInstance hooks(List<HookRow> hooks);
    }

    /** The page's script finds out as well, so nobody waits for a disk that does not answer. */
    private static final Duration MAX_WAIT_FOR_DISK = Duration.ofSeconds(1);

    private final DownloadService downloads;
    private final Settings settings;
    private final ModelLibrary library;
    private final Hooks hooks;

    DownloadPage(DownloadService downloads, Settings settings, ModelLibrary library, Hooks hooks) {
        this.hooks = hooks;
        this.downloads = downloads;
        this.settings = settings;
        this.library = library;
    }

    /** The whole page. */
    @GET
    public Uni<TemplateInstance> page(@Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return library.disk()
                .absence(MAX_WAIT_FOR_DISK)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(away -> Templates.downloads(
                                DownloadRows.of(downloads.list(), Messages.in(language)),
                                HookRow.of(hooks.views(), Messages.in(language)),
                                settings.bandwidthLimit(),
                                away.map(DiskException::detail).orElse(null))
                        .setLocale(language));
    }

    /** Some cards, for the page's script when their downloads came or changed their state. */
    @GET
    @Path("fragments/downloads")
    public TemplateInstance cards(@RestQuery Set<String> id, @Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return Templates.cards(DownloadRows.some(downloads.list(), id, Messages.in(language)))
                .setLocale(language);
    }

    /** The list of hooks, for the page's script after one was tried. */
    @GET
    @Path("fragments/hooks")
    public TemplateInstance hooks(@Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return Templates.hooks(HookRow.of(hooks.views(), Messages.in(language))).setLocale(language);
    }
}
