package io.hfdownloader.web.page;

import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.hfdownloader.task.verify.LastFindings;
import io.hfdownloader.web.table.TableView;
import io.hfdownloader.web.table.TableWindow;
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
                List<LibraryRow> rows,
                @Nullable String summary,
                List<String> passedOver,
                String folder,
                boolean arranging);

        static native TemplateInstance library$models(
                List<LibraryRow> rows, @Nullable String summary, List<String> passedOver, String folder);

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
    private final ObjectMapper json;
    private final LastFindings findings;

    ManagePage(
            ModelLibrary library,
            DownloadService downloads,
            UpdateChecker updates,
            RepoLookup hub,
            ShownPath shownPath,
            LocalFacts facts,
            ObjectMapper json,
            LastFindings findings) {
        this.findings = findings;
        this.facts = facts;
        this.json = json;
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
        Preferences reader = Preferences.of(headers);
        MultivaluedMap<String, String> asked = address.getQueryParameters();
        boolean arranging = !Collections.disjoint(asked.keySet(), VIEW);
        return models().map(models -> {
            LibraryLines lines = lines(models, TableView.of(asked::getFirst), 0, TableWindow.LINES, reader.language());
            return reader.show(Templates.library(
                    withOpened(open, lines.rows(), models, reader.language()),
                    lines.summary(),
                    passedOver(reader.language()),
                    folder(),
                    arranging));
        });
    }

    /**
     * The list alone, for the page's script when something changed: all of it, or of a long one the part that is asked for, as the reader
     * looks at it.
     *
     * @param from how many lines stand before that part
     * @param limit how many are in it at most
     */
    @GET
    @Path("fragments/library")
    public Uni<TemplateInstance> list(
            @RestQuery @DefaultValue("0") int from,
            @RestQuery @DefaultValue("" + TableWindow.LINES) int limit,
            @Context UriInfo address,
            @Context HttpHeaders headers) {
        Locale language = Preferences.of(headers).language();
        TableView view = TableView.of(address.getQueryParameters()::getFirst);
        return models().map(models -> {
            LibraryLines lines = lines(models, view, from, limit, language);
            return Templates.library$models(lines.rows(), lines.summary(), passedOver(language), folder())
                    .setLocale(language);
        });
    }

    /** Variants and files of the model in one folder, for a line that is opened. */
    @GET
    @Path("fragments/model")
    public Uni<TemplateInstance> model(@RestQuery String folder, @Context HttpHeaders headers) {
        Locale language = Preferences.of(headers).language();
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
                findings.byModel().apply(model),
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

    /** @param summary what the page cannot count by itself, in JSON; null where all lines are there */
    private record LibraryLines(
            List<LibraryRow> rows, @Nullable String summary) {}

    private LibraryLines lines(List<LibraryModel> models, TableView view, int from, int limit, Locale language) {
        Map<String, List<DownloadView>> underWay = underWay();
        LibraryRow.Surroundings surroundings = LibraryRow.Surroundings.of(
                models,
                downloads.modelStatuses(),
                updates,
                model -> underWay.getOrDefault(key(model), List.of()),
                findings.byModel(),
                this::hubPlace,
                library.roots().size() == 1
                        ? model -> Optional.empty()
                        : model -> Optional.of(library.rootOf(model.folder())),
                Messages.in(language));
        TableWindow<LibraryModel> window = TableWindow.of(LibraryRow.lines(models, surroundings), view, from, limit);
        return new LibraryLines(
                window.lines().stream()
                        .map(line -> LibraryRow.of(line.of(), surroundings))
                        .toList(),
                window.summary() == null ? null : json(window.summary()));
    }

    private String json(TableWindow.Summary summary) {
        try {
            return json.writeValueAsString(summary);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
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
