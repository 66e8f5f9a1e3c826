package io.hfdownloader.web.page;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import org.jboss.resteasy.reactive.RestQuery;

/** The page where the models on this machine are found, updated and deleted. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ManagePage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance library(List<LibraryRow> rows, List<String> passedOver);

        static native TemplateInstance library$models(List<LibraryRow> rows, List<String> passedOver);

        static native TemplateInstance details(LibraryDetails model);
    }

    private final ModelLibrary library;
    private final DownloadService downloads;
    private final UpdateChecker updates;

    ManagePage(ModelLibrary library, DownloadService downloads, UpdateChecker updates) {
        this.library = library;
        this.downloads = downloads;
        this.updates = updates;
    }

    /** The whole page. */
    @GET
    @Path("manage")
    public TemplateInstance page(@Context HttpHeaders headers) throws IOException {
        Locale language = Language.of(headers);
        return Templates.library(rows(language), PassedOver.sentences(library.skippedFolders(), Messages.in(language)))
                .setLocale(language);
    }

    /** The list alone, for the page's script when something changed. */
    @GET
    @Path("fragments/library")
    public TemplateInstance models(@Context HttpHeaders headers) throws IOException {
        Locale language = Language.of(headers);
        return Templates.library$models(
                        rows(language), PassedOver.sentences(library.skippedFolders(), Messages.in(language)))
                .setLocale(language);
    }

    /** Variants and files of the model in one folder, for a line that is opened. */
    @GET
    @Path("fragments/model")
    public TemplateInstance model(@RestQuery String folder, @Context HttpHeaders headers) throws IOException {
        LibraryModel model = library.freshModels().stream()
                .filter(candidate -> candidate.name().equals(folder))
                .findFirst()
                .orElseThrow(NotFoundException::new);
        Locale language = Language.of(headers);
        return Templates.details(LibraryDetails.of(
                        model, upstream(model), reposInUse().contains(key(model)), Messages.in(language)))
                .setLocale(language);
    }

    private Optional<UpstreamStatus> upstream(LibraryModel model) {
        return Optional.ofNullable(model.repo()).flatMap(updates::upstream);
    }

    private List<LibraryRow> rows(Locale language) throws IOException {
        Set<String> reposInUse = reposInUse();
        return LibraryRow.of(
                library.freshModels(), updates, model -> reposInUse.contains(key(model)), Messages.in(language));
    }

    /** What cannot be deleted now; {@code library-page.js} finds the same at each poll. */
    private Set<String> reposInUse() {
        return downloads.list().stream()
                .filter(download -> !download.state().hasEnded())
                .map(download ->
                        download.target().type() + "s/" + download.target().folder())
                .collect(Collectors.toSet());
    }

    private static String key(LibraryModel model) {
        return String.valueOf(model.repo());
    }
}
