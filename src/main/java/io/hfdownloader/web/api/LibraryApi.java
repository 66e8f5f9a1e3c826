package io.hfdownloader.web.api;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.catalog.UpdateCheck;
import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.bin.BinEntry;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.web.api.VerifyApi.FilesJson;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problem;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.hfdownloader.web.paging.PageOfList;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What this machine has, for programs. Methods that change it run on a worker. */
@Path("/api/v1/library")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Library")
public class LibraryApi {

    private static final String VARIANT = "variant";
    private static final String FILES = "Files to delete, of which an address does not hold many";
    private static final String PATH = "path";
    private static final String NOW = "now";
    private static final String FILE_BY_FILE = "fileByFile";

    private final ModelLibrary library;
    private final DownloadService downloads;
    private final UpdateChecker updates;
    private final JsonStream stream;

    LibraryApi(ModelLibrary library, DownloadService downloads, UpdateChecker updates, JsonStream stream) {
        this.stream = stream;
        this.library = library;
        this.downloads = downloads;
        this.updates = updates;
    }

    @GET
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "listLibrary",
            summary = "All models on this machine, by name, and then the folders that were passed over")
    @APIResponse(
            responseCode = "200",
            description = "At most 1,000; where there are more, the header tells how to ask for them",
            headers =
                    @Header(
                            name = "Link",
                            description = "Where the list goes on, with rel=\"next\"; not there at its end",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = LibraryJson.class)))
    public RestMulti<byte[]> list(
            @RestQuery @Nullable String limit, @RestQuery @Nullable String cursor, @Context RoutingContext request) {
        PageOfList.Wish wish = new PageOfList.Wish(limit, cursor);
        return stream.of(
                request,
                permit -> models().map(models -> jsons(
                        PageOfList.of(LibraryEntry.all(models, library.skippedFolders()), LibraryEntry.ORDER, wish)
                                .linked(request, wish))));
    }

    /** Made while they are sent: all files of a thousand models are too much to be held. */
    private MappedList<LibraryEntry, LibraryJson> jsons(PageOfList<LibraryEntry> page) {
        Function<LibraryModel, LibraryJson> json = jsons();
        return new MappedList<>(page.items(), entry -> entry.map(json, this::json));
    }

    @GET
    @Path("{type}/{namespace}/{name}")
    @NonBlocking
    @Problems(value = ProblemType.MODEL_NOT_FOUND, from = Source.DISK)
    @Operation(operationId = "getLibraryModel", summary = "One model on this machine")
    @APIResponse(
            responseCode = "200",
            description = "The model",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LibraryJson.class)))
    public RestMulti<byte[]> get(
            @RestPath String type, @RestPath String namespace, @RestPath String name, @Context RoutingContext request) {
        return one(RepoName.ofFolderPath(type, namespace, name), request);
    }

    @GET
    @Path("{type}/{name}")
    @NonBlocking
    @Problems(value = ProblemType.MODEL_NOT_FOUND, from = Source.DISK)
    @Operation(
            operationId = "getCanonicalLibraryModel",
            summary = "The same for a repo without a namespace, such as gpt2")
    @APIResponse(
            responseCode = "200",
            description = "The model",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LibraryJson.class)))
    public RestMulti<byte[]> canonical(@RestPath String type, @RestPath String name, @Context RoutingContext request) {
        return one(RepoName.ofFolderPath(type, null, name), request);
    }

    @POST
    @Path("{type}/{namespace}/{name}/update")
    @NonBlocking
    @Problems(
            value = {ProblemType.BAD_REQUEST, ProblemType.MODEL_NOT_FOUND, ProblemType.DOWNLOAD_STATE},
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(
            operationId = "updateLibraryModel",
            summary = "Fetch what changed on the Hub and remove what is gone there",
            description =
                    "The new set arrives beside the old one and takes its place as one. Where there is no room for both it"
                            + " waits in the queue. With `fileByFile=true` each file takes the place of the old one as soon as"
                            + " it is whole and verified: until all have, files of two commits are here.")
    @APIResponse(
            responseCode = "202",
            description = "The download that does it",
            content = @Content(schema = @Schema(implementation = DownloadJson.class)))
    @Parameter(
            name = FILE_BY_FILE,
            in = ParameterIn.QUERY,
            description = "true to have each file take the place of the old one by itself",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public Uni<RestResponse<DownloadJson>> update(
            @RestPath String type, @RestPath String namespace, @RestPath String name, @Context UriInfo request) {
        return update(RepoName.ofFolderPath(type, namespace, name), request);
    }

    @POST
    @Path("{type}/{name}/update")
    @NonBlocking
    @Problems(
            value = {ProblemType.BAD_REQUEST, ProblemType.MODEL_NOT_FOUND, ProblemType.DOWNLOAD_STATE},
            from = {Source.HUB, Source.PLAN, Source.DISK})
    @Operation(operationId = "updateCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    @APIResponse(
            responseCode = "202",
            description = "The download that does it",
            content = @Content(schema = @Schema(implementation = DownloadJson.class)))
    @Parameter(
            name = FILE_BY_FILE,
            in = ParameterIn.QUERY,
            description = "true to have each file take the place of the old one by itself",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public Uni<RestResponse<DownloadJson>> updateCanonical(
            @RestPath String type, @RestPath String name, @Context UriInfo request) {
        return update(RepoName.ofFolderPath(type, null, name), request);
    }

    /**
     * How the last look for updates of all models went.
     *
     * @param checkedAt when it ended last with an answer of the Hub for each model; null when it never did
     * @param running whether one is under way
     * @param updates how many models here are behind the Hub, as far as that is known
     * @param error why the last one was broken off; null when it was not. What was known before stands
     */
    public record CheckJson(
            @Nullable Instant checkedAt,
            boolean running,
            long updates,
            @Nullable Problem error) {

        static CheckJson of(UpdateCheck check) {
            ProblemException failure = check.failure();
            return new CheckJson(
                    check.checkedAt(), check.running(), check.updates(), failure == null ? null : Problem.of(failure));
        }
    }

    @GET
    @Path("check")
    @NonBlocking
    @Operation(
            operationId = "getUpdateCheck",
            summary = "When updates of all models were looked for last, and how it went")
    public CheckJson lastCheck() {
        return CheckJson.of(updates.lastCheck());
    }

    @POST
    @Path("check")
    @NonBlocking
    @Problems(from = Source.DISK)
    @Operation(
            operationId = "checkForUpdates",
            summary = "Ask the Hub now which models have an update; downloads nothing",
            description =
                    "While one is under way, and for a minute after one that went well, nothing new begins: its result stands.")
    @APIResponse(
            responseCode = "202",
            description = "It is under way; a GET tells when it has ended, and each model when the Hub told of it",
            content = @Content(schema = @Schema(implementation = CheckJson.class)))
    public Uni<RestResponse<CheckJson>> check() {
        return models().invoke(updates::startCheck).map(here -> RestResponse.accepted(lastCheck()));
    }

    @POST
    @Path("{type}/{namespace}/{name}/check")
    @NonBlocking
    @Problems(
            value = ProblemType.MODEL_NOT_FOUND,
            from = {Source.HUB, Source.DISK})
    @Operation(
            operationId = "checkLibraryModel",
            summary = "Ask the Hub now whether one model has an update; downloads nothing")
    public Uni<LibraryJson> check(@RestPath String type, @RestPath String namespace, @RestPath String name) {
        return check(RepoName.ofFolderPath(type, namespace, name));
    }

    @POST
    @Path("{type}/{name}/check")
    @NonBlocking
    @Problems(
            value = ProblemType.MODEL_NOT_FOUND,
            from = {Source.HUB, Source.DISK})
    @Operation(operationId = "checkCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    public Uni<LibraryJson> checkCanonical(@RestPath String type, @RestPath String name) {
        return check(RepoName.ofFolderPath(type, null, name));
    }

    @DELETE
    @Problems(
            value = ProblemType.BIN_OUT_OF_REACH,
            from = {Source.DELETION, Source.DISK})
    @Operation(
            operationId = "deleteLibraryPath",
            summary = "Delete what has no place on the Hub: a folder, or a file in one")
    @Parameter(
            name = PATH,
            in = ParameterIn.QUERY,
            required = true,
            description = "Its path, as the list of all models gives it",
            schema = @Schema(type = SchemaType.STRING, minLength = 1))
    @Parameter(
            name = NOW,
            in = ParameterIn.QUERY,
            description = "true to delete it for good, past the bin",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "It is in the bin, and can be taken back",
            content = @Content(schema = @Schema(implementation = BinEntryJson.class)))
    @APIResponse(responseCode = "204", description = "It is deleted for good")
    public @Nullable BinEntryJson deletePath(@Context UriInfo request) throws IOException {
        MultivaluedMap<String, String> asked = new MultivaluedHashMap<>(request.getQueryParameters());
        boolean now = takeSwitch(asked, NOW, "Nothing was deleted.");
        List<String> paths = asked.getOrDefault(PATH, List.of());
        if (asked.size() != 1 || paths.size() != 1 || paths.get(0).isBlank()) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST, "Nothing was deleted. Name one path, as the list of all models gives it.");
        }
        try {
            if (now) {
                library.deletePath(paths.get(0));
                return null;
            }
            return json(library.discardPath(paths.get(0)));
        } catch (LibraryException refused) {
            throw refused.problem() == ProblemType.INVALID_MODEL_PATH
                            && refused.parameters().toMap().isEmpty()
                    ? new ApiException(
                            ProblemType.INVALID_MODEL_PATH,
                            "Nothing was deleted: " + UntrustedText.name(paths.get(0))
                                    + " is not the path of a model or of one of its files. Name it as the list of all"
                                    + " models gives it.")
                    : refused;
        }
    }

    @DELETE
    @Path("{type}/{namespace}/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(
            value = ProblemType.BIN_OUT_OF_REACH,
            from = {Source.DELETION, Source.DISK})
    @Operation(operationId = "deleteLibraryModel", summary = "Delete a model, one variant of it, or some of its files")
    @Parameter(
            name = VARIANT,
            in = ParameterIn.QUERY,
            description = "Label of the one variant to delete",
            schema = @Schema(type = SchemaType.STRING, minLength = 1))
    @Parameter(
            name = PATH,
            in = ParameterIn.QUERY,
            description = "Path of a file in the model; may be given again, but not beside a variant. More than an"
                    + " address holds are named in the body",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = NOW,
            in = ParameterIn.QUERY,
            description = "true to delete it for good, past the bin",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "It is in the bin, and can be taken back",
            content = @Content(schema = @Schema(implementation = BinEntryJson.class)))
    @APIResponse(responseCode = "204", description = "It is deleted for good")
    public @Nullable BinEntryJson delete(
            @RestPath String type,
            @RestPath String namespace,
            @RestPath String name,
            @Context UriInfo request,
            @RequestBody(required = false, description = FILES) @Nullable FilesJson files,
            @Context RoutingContext routing)
            throws IOException {
        refuseEmpty(files, routing);
        return delete(RepoName.ofFolderPath(type, namespace, name), request, files);
    }

    @DELETE
    @Path("{type}/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Problems(
            value = ProblemType.BIN_OUT_OF_REACH,
            from = {Source.DELETION, Source.DISK})
    @Operation(operationId = "deleteCanonicalLibraryModel", summary = "The same for a repo without a namespace")
    @Parameter(
            name = VARIANT,
            in = ParameterIn.QUERY,
            description = "Label of the one variant to delete",
            schema = @Schema(type = SchemaType.STRING, minLength = 1))
    @Parameter(
            name = PATH,
            in = ParameterIn.QUERY,
            description = "Path of a file in the model; may be given again, but not beside a variant. More than an"
                    + " address holds are named in the body",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = NOW,
            in = ParameterIn.QUERY,
            description = "true to delete it for good, past the bin",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "It is in the bin, and can be taken back",
            content = @Content(schema = @Schema(implementation = BinEntryJson.class)))
    @APIResponse(responseCode = "204", description = "It is deleted for good")
    public @Nullable BinEntryJson deleteCanonical(
            @RestPath String type,
            @RestPath String name,
            @Context UriInfo request,
            @RequestBody(required = false, description = FILES) @Nullable FilesJson files,
            @Context RoutingContext routing)
            throws IOException {
        refuseEmpty(files, routing);
        return delete(RepoName.ofFolderPath(type, null, name), request, files);
    }

    private Uni<List<LibraryModel>> models() {
        return library.freshModels(LibraryDisk.ANSWER_TIMEOUT).emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private RestMulti<byte[]> one(RepoId repo, RoutingContext request) {
        return stream.of(request, permit -> find(repo));
    }

    private Uni<LibraryJson> find(RepoId repo) {
        return models().map(models -> find(repo, models));
    }

    private LibraryJson find(RepoId repo, List<LibraryModel> models) {
        return models.stream()
                .filter(model -> repo.equals(model.repo()))
                .findFirst()
                .map(jsons())
                .or(() -> library.skippedFolders().stream()
                        .filter(folder -> repo.equals(folder.repo()))
                        .findFirst()
                        .map(this::json))
                .orElseThrow(() ->
                        new ApiException(ProblemType.MODEL_NOT_FOUND, repo.folder() + " is not on this machine."));
    }

    private Uni<RestResponse<DownloadJson>> update(RepoId repo, UriInfo request) {
        boolean fileByFile = takeSwitch(
                new MultivaluedHashMap<>(request.getQueryParameters()), FILE_BY_FILE, "Nothing was started.");
        return downloads
                .update(
                        repo,
                        Selection.all(),
                        fileByFile ? DownloadRequest.Manner.FILE_BY_FILE : DownloadRequest.Manner.USUAL)
                .map(accepted -> RestResponse.accepted(DownloadJson.of(accepted.download())));
    }

    /** What did not come from the Hub has no update. */
    private Uni<LibraryJson> check(RepoId repo) {
        return find(repo)
                .chain(model -> model.commit() == null ? Uni.createFrom().voidItem() : updates.check(repo))
                .chain(() -> find(repo));
    }

    private @Nullable BinEntryJson delete(RepoId repo, UriInfo request, @Nullable FilesJson files) throws IOException {
        MultivaluedMap<String, String> asked = new MultivaluedHashMap<>(request.getQueryParameters());
        boolean now = takeSwitch(asked, NOW, "Nothing was deleted.");
        if (files != null
                && (now || files.paths() != null)) { // an object of nothing is what some clients send for no body
            addFiles(asked, files);
        }
        checkPart(asked);
        Set<String> paths = Set.copyOf(asked.getOrDefault(PATH, List.of()));
        checkFiles(repo, paths);
        String variant = asked.getFirst(VARIANT);
        if (!now) {
            return json(
                    variant != null
                            ? library.discardVariant(repo, variant)
                            : paths.isEmpty() ? library.discard(repo) : library.discardFiles(repo, paths));
        }
        if (variant != null) {
            library.deleteVariant(repo, variant);
        } else if (paths.isEmpty()) {
            library.delete(repo);
        } else {
            library.deleteFiles(repo, paths);
        }
        return null;
    }

    /** A body that names none is a slip of the pen: the whole model is not meant by it. */
    private static void addFiles(MultivaluedMap<String, String> asked, FilesJson files) {
        List<String> paths = FilesJson.pathsOf(files);
        if (paths.isEmpty()) {
            throw noFiles();
        }
        paths.forEach(path -> asked.add(PATH, path));
    }

    /** A body of {@code null} is none to Jackson. */
    private static void refuseEmpty(@Nullable FilesJson files, RoutingContext routing) {
        String length = routing.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean hasBody = length == null
                ? routing.request().headers().contains("Transfer-Encoding")
                : !length.strip().equals("0");
        if (files == null && hasBody) {
            throw noFiles();
        }
    }

    private static ApiException noFiles() {
        return new ApiException(
                ProblemType.BAD_REQUEST,
                "Nothing was deleted. Name files in the body, as {\"paths\": [\"config.json\"]}, or send no body for the"
                        + " whole model.");
    }

    private @Nullable BinEntryJson json(Optional<BinEntry> kept) {
        return kept.map(entry -> BinEntryJson.of(entry, library)).orElse(null);
    }

    /** Takes it out of what was asked; it is a word, as a slip of the pen is not to delete anything for good. */
    private static boolean takeSwitch(MultivaluedMap<String, String> asked, String name, String nothing) {
        List<String> values = asked.getOrDefault(name, List.of("false"));
        if (values.size() != 1 || !Set.of("true", "false").contains(values.get(0))) {
            throw new ApiException(ProblemType.BAD_REQUEST, nothing + " " + name + " must be true or false.");
        }
        var taken = asked.remove(name);
        return values.get(0).equals("true");
    }

    /** A slip of the pen, or a script's variable that is not set, is not to cost the whole model. */
    private static void checkPart(MultivaluedMap<String, String> asked) {
        boolean isOne = asked.isEmpty()
                || asked.keySet().equals(Set.of(VARIANT))
                || asked.keySet().equals(Set.of(PATH));
        if (!isOne
                || asked.getOrDefault(VARIANT, List.of()).size() > 1
                || asked.values().stream().flatMap(List::stream).anyMatch(String::isBlank)) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST,
                    "Nothing was deleted. Name one variant, as ?variant=Q4_K_M, or files, as ?path=config.json,"
                            + " or no parameter at all for the whole model.");
        }
    }

    /** Looked up before anything is deleted: a name that is not there keeps the others. */
    private void checkFiles(RepoId repo, Set<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        long found = library.freshModels().stream()
                .filter(model -> repo.equals(model.repo()))
                .flatMap(model -> model.files().stream())
                .map(LibraryFile::path)
                .filter(paths::contains)
                .count();
        if (found < paths.size()) {
            throw new ApiException(
                    ProblemType.MODEL_NOT_FOUND,
                    "Nothing was deleted: " + repo.folder() + " has no such file on this machine."
                            + " GET /api/v1/library lists those it has.");
        }
    }

    private LibraryJson json(SkippedFolder folder) {
        return LibraryJson.of(folder, library.rootOf(folder.folder()));
    }

    private Function<LibraryModel, LibraryJson> jsons() {
        Function<LibraryModel, ModelStatus> statuses = downloads.modelStatuses();
        return model -> LibraryJson.of(
                        model,
                        library.rootOf(model.folder()),
                        statuses.apply(model),
                        LibraryJson.Updates.of(model, updates))
                .interrupted(Optional.ofNullable(model.repo()).flatMap(library::interruptedSwap));
    }
}
