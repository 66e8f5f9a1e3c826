package io.hfdownloader.web.page;

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
import io.hfdownloader.settings.Settings;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import org.jboss.resteasy.reactive.RestQuery;

/** The page where models are chosen and watched while they arrive. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class DownloadPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance downloads(DownloadRows rows, String limit);

        static native TemplateInstance cards(List<DownloadRow> rows);
    }

    private final DownloadService downloads;
    private final Settings settings;

    DownloadPage(DownloadService downloads, Settings settings) {
        this.downloads = downloads;
        this.settings = settings;
    }

    /** The whole page. */
    @GET
    public TemplateInstance page(@Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return Templates.downloads(DownloadRows.of(downloads.list(), Messages.in(language)), settings.bandwidthLimit())
                .setLocale(language);
    }

    /** Some cards, for the page's script when their downloads came or changed their state. */
    @GET
    @Path("fragments/downloads")
    public TemplateInstance cards(@RestQuery Set<String> id, @Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return Templates.cards(DownloadRows.some(downloads.list(), id, Messages.in(language)))
                .setLocale(language);
    }
}
