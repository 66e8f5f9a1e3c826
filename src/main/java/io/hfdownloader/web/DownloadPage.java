package io.hfdownloader.web;

import java.util.Comparator;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Settings;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;

/** The page where models are chosen and watched while they arrive. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class DownloadPage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance downloads(List<DownloadRow> rows, String limit);

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
        return Templates.downloads(rows(), settings.bandwidthLimit()).setLocale(Language.of(headers));
    }

    /** The cards alone, for the page's script when a download came, went or changed its state. */
    @GET
    @Path("fragments/downloads")
    public TemplateInstance cards(@Context HttpHeaders headers) {
        return Templates.cards(rows()).setLocale(Language.of(headers));
    }

    private List<DownloadRow> rows() {
        return downloads.list().stream()
                .sorted(Comparator.comparingInt(DownloadPage::rank).thenComparingInt(DownloadPage::place))
                .map(DownloadRow::of)
                .toList();
    }

    /** What moves stands on top, then what waits for its turn; cards.js sorts alike. */
    private static int rank(DownloadView download) {
        return switch (download.state()) {
            case RESOLVING, DOWNLOADING, VERIFYING -> 0;
            case QUEUED -> 1;
            case PAUSED, FAILED, CANCELLED, COMPLETED -> 2;
        };
    }

    private static int place(DownloadView download) {
        Integer position = download.position();
        return position == null ? 0 : position;
    }
}
