package io.hfdownloader.web.page;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import jakarta.ws.rs.core.UriInfo;

import io.hfdownloader.catalog.RepoLookup;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.ShownPath;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The page where the models on this machine are found, updated and deleted. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class ManagePage {

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance library(
                List<LibraryRow> rows, List<String> passedOver, String folder, boolean arranging);

        static native TemplateInstance library$models(List<LibraryRow> rows, List<String> passedOver, String folder);

        static native TemplateInstance details(LibraryDetails model);
    }

    /** What an address says of how the list is looked at; {@code view-state.js} reads it. */
    private static final Set<String> VIEW = Set.of("filter", "show", "group", "sort", "order");

    private final ModelLibrary library;
    private final DownloadService downloads;
    private final UpdateChecker updates;
    private final RepoLookup hub;
    private final ShownPath shownPath;
    private final LocalFacts facts;

    ManagePage(
            ModelLibrary library,
            DownloadService downloads,
            UpdateChecker updates,
            RepoLookup hub,
            ShownPath shownPath,
            LocalFacts facts) {
        this.facts = facts;
        this.shownPath = shownPath;
        this.library = library;
        this.downloads = downloads;
        this.updates = updates;
        this.hub = hub;
    }

    /** The whole page, with the details of the model whose name its address says. */
    @GET
    @Path("manage")
    public Uni<TemplateInstance> page(
            @RestQuery @Nullable String open, @Context UriInfo address, @Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        boolean arranging = !Collections.disjoint(address.getQueryParameters().keySet(), VIEW);
        return models().map(models -> Templates.library(
                        withOpened(open, rows(models, language), models, language),
                        passedOver(language),
                        folder(),
                        arranging)
                .setLocale(language));
    }

    /** The list alone, for the page's script when something changed. */
    @GET
    @Path("fragments/library")
    public Uni<TemplateInstance> list(@Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return models().map(models -> Templates.library$models(rows(models, language), passedOver(language), folder())
                .setLocale(language));
    }

    /** Variants and files of the model in one folder, for a line that is opened. */
    @GET
    @Path("fragments/model")
    public Uni<TemplateInstance> model(@RestQuery String folder, @Context HttpHeaders headers) {
        Locale language = Language.of(headers);
        return models().map(models -> models.stream()
                        .filter(candidate -> candidate.name().equals(folder))
                        .findFirst()
                        .orElseThrow(NotFoundException::new))
                .map(model -> Templates.details(details(model, language)).setLocale(language));
    }

    /** A link may lead to the details of one model: they stand there from the first byte, so that nothing moves. */
    private List<LibraryRow> withOpened(
            @Nullable String open, List<LibraryRow> rows, List<LibraryModel> models, Locale language) {
        if (open == null) {
            return rows;
        }
        return rows.stream()
                .map(row -> row.head().name().equals(open)
                        ? models.stream()
                                .filter(model -> model.name().equals(row.place().folder()))
                                .findFirst()
                                .map(model -> row.opened(details(model, language)))
                                .orElse(row)
                        : row)
                .toList();
    }

    private LibraryDetails details(LibraryModel model, Locale language) {
        return LibraryDetails.of(
                model,
                downloads.modelStatuses().apply(model),
                upstream(model),
                Optional.ofNullable(model.repo())
                        .flatMap(library::interruptedSwap)
                        .isPresent(),
                underWay().containsKey(key(model)),
                shownPath.of(model.folder()),
                Optional.ofNullable(model.repo()).map(this::hubPlace).orElse(null),
                facts,
                Messages.in(language));
    }

    /** On a worker, as long lists take their time. */
    private Uni<List<LibraryModel>> models() {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT).emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private LibraryRow.HubPlace hubPlace(RepoId repo) {
        return LibraryRow.HubPlace.of(repo, updates.revisionOf(repo), hub.page(repo));
    }

    /** Where models that are here already are to be put. */
    private String folder() {
        return shownPath.of(library.layout().root());
    }

    private List<String> passedOver(Locale language) {
        return PassedOver.sentences(library.skippedFolders(), Messages.in(language));
    }

    private Optional<UpstreamStatus> upstream(LibraryModel model) {
        return Optional.ofNullable(model.repo()).flatMap(updates::upstream);
    }

    private List<LibraryRow> rows(List<LibraryModel> models, Locale language) {
        Map<String, List<DownloadView>> underWay = underWay();
        return LibraryRow.of(
                models,
                downloads.modelStatuses(),
                updates,
                model -> underWay.getOrDefault(key(model), List.of()),
                this::hubPlace,
                library.roots().size() == 1
                        ? model -> Optional.empty()
                        : model -> Optional.of(library.rootOf(model.folder())),
                Messages.in(language));
    }

    /** What is not over, by what cannot be deleted for that time; {@code library-page.js} finds the same at each poll. */
    private Map<String, List<DownloadView>> underWay() {
        return downloads.list().stream()
                .filter(download -> !download.state().hasEnded())
                .collect(Collectors.groupingBy(download ->
                        download.target().type() + "s/" + download.target().folder()));
    }

    private static String key(LibraryModel model) {
        return String.valueOf(model.repo());
    }
}
