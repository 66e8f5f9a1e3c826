package io.hfdownloader.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.UpdateChecker;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.web.http.ApiException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** What this machine has, for programs. Methods that look at the disk run on a worker. */
@Path("/api/v1/library")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Library")
public class LibraryApi {

    private static final String VARIANT = "variant";

    private final ModelLibrary library;
    private final DownloadService downloads;
    private final UpdateChecker updates;

    LibraryApi(ModelLibrary library, DownloadService downloads, UpdateChecker updates) {
        this.library = library;
        this.downloads = downloads;
        this.updates = updates;
    }

    @GET
    @Operation(summary = "All models on this machine, and the folders that were passed over")
    public List<LibraryJson> list() throws IOException {
        List<LibraryModel> models = library.freshModels();
        return Stream.concat(
                        models.stream().map(this::json),
                        library.skippedFolders().stream().map(LibraryJson::of))
                .toList();
    }

    @GET
    @Path("{type}/{namespace}/{name}")
    @Operation(summary = "One model on this machine")
    public LibraryJson get(@RestPath String type, @RestPath String namespace, @RestPath String name)
            throws IOException {
        return find(ApiException.repoOfPath(type, namespace, name));
    }

    @GET
    @Path("{type}/{name}")
    @Operation(summary = "The same for a repo without a namespace, such as gpt2")
    public LibraryJson canonical(@RestPath String type, @RestPath String name) throws IOException {
        return find(ApiException.repoOfPath(type, null, name));
    }

    @POST
    @Path("{type}/{namespace}/{name}/update")
    @NonBlocking
    @Operation(summary = "Fetch what changed on the Hub and remove what is gone there")
    public Uni<RestResponse<DownloadJson>> update(
            @RestPath String type, @RestPath String namespace, @RestPath String name) {
        return update(ApiException.repoOfPath(type, namespace, name));
    }

    @POST
    @Path("{type}/{name}/update")
    @NonBlocking
    @Operation(summary = "The same for a repo without a namespace")
    public Uni<RestResponse<DownloadJson>> updateCanonical(@RestPath String type, @RestPath String name) {
        return update(ApiException.repoOfPath(type, null, name));
    }

    @DELETE
    @Path("{type}/{namespace}/{name}")
    @Operation(summary = "Delete a model, or one variant of it")
    @Parameter(name = VARIANT, in = ParameterIn.QUERY, description = "label of the one variant to delete")
    public void delete(
            @RestPath String type, @RestPath String namespace, @RestPath String name, @Context UriInfo request)
            throws IOException {
        delete(ApiException.repoOfPath(type, namespace, name), variant(request));
    }

    @DELETE
    @Path("{type}/{name}")
    @Operation(summary = "The same for a repo without a namespace")
    @Parameter(name = VARIANT, in = ParameterIn.QUERY, description = "label of the one variant to delete")
    public void deleteCanonical(@RestPath String type, @RestPath String name, @Context UriInfo request)
            throws IOException {
        delete(ApiException.repoOfPath(type, null, name), variant(request));
    }

    private LibraryJson find(RepoId repo) throws IOException {
        return library.freshModels().stream()
                .filter(model -> repo.equals(model.repo()))
                .findFirst()
                .map(this::json)
                .or(() -> library.skippedFolders().stream()
                        .filter(folder -> repo.equals(folder.repo()))
                        .findFirst()
                        .map(LibraryJson::of))
                .orElseThrow(
                        () -> new ApiException(ProblemType.MODEL_NOT_FOUND, repo.id() + " is not on this machine."));
    }

    private Uni<RestResponse<DownloadJson>> update(RepoId repo) {
        return downloads
                .update(repo, Selection.all())
                .map(accepted -> RestResponse.accepted(DownloadJson.of(accepted.download())));
    }

    private void delete(RepoId repo, Optional<String> variant) throws IOException {
        if (variant.isPresent()) {
            library.deleteVariant(repo, variant.get());
        } else {
            library.delete(repo);
        }
    }

    /** A slip of the pen, or a script's variable that is not set, is not to cost the whole model. */
    private static Optional<String> variant(UriInfo request) {
        MultivaluedMap<String, String> asked = request.getQueryParameters();
        List<String> named = asked.getOrDefault(VARIANT, List.of());
        if (!Set.of(VARIANT).containsAll(asked.keySet())
                || named.size() > 1
                || named.stream().anyMatch(String::isBlank)) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST,
                    "Nothing was deleted. Name one variant, as ?variant=Q4_K_M, or no parameter at all for the whole model.");
        }
        return named.stream().findFirst();
    }

    private LibraryJson json(LibraryModel model) {
        return LibraryJson.of(model, updates.isBehind(model).orElse(null));
    }
}
