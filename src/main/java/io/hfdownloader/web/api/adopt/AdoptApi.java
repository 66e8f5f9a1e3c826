package io.hfdownloader.web.api.adopt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.hfdownloader.adopt.Adoption;
import io.hfdownloader.adopt.Choice;
import io.hfdownloader.adopt.How;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.task.TaskException;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskQueue;
import io.hfdownloader.task.TaskRequest;
import io.hfdownloader.task.TaskState;
import io.hfdownloader.task.TaskView;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.web.api.TaskJson;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.Problems;
import io.hfdownloader.web.http.Problems.Source;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Taking into the library what is on the disk already. Methods look at the disk, so they run on a worker. */
@Path("/api/v1/adopt")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Library")
public class AdoptApi {

    private static final String EXAMPLE = "{\"choices\": [{\"id\": \"1\", \"how\": \"move\"}]}";
    private static final int MAX_PATH_CHARS = 4_000;

    private final Adoption adoption;
    private final TaskQueue tasks;

    AdoptApi(Adoption adoption, TaskQueue tasks) {
        this.adoption = adoption;
        this.tasks = tasks;
    }

    /**
     * Where to look, and for what.
     *
     * @param path a folder or file in the models directory, or in a folder of {@code hf-downloader.adopt-dirs}; null for all of these
     * @param repo which repository it is, as {@code owner/name}; null for whatever it is
     */
    public record AdoptSearch(
            @Schema(minLength = 1, maxLength = MAX_PATH_CHARS) @Nullable
            String path,

            @Nullable String repo) {}

    /**
     * What is to be done.
     *
     * @param choices what to do to each; all others are left
     */
    @Schema(requiredProperties = "choices")
    public record AdoptChoices(
            @Schema(minItems = 1, maxItems = Adoption.MAX_CHOICES) @Nullable
            List<AdoptChoice> choices) {}

    /**
     * What is to be done to one of those that were found.
     *
     * @param id of it
     * @param path where it is, for those who do not name the id
     * @param repo which repository it is; null for the one that was matched
     * @param commit which commit; null for the one that was matched
     * @param how what to do
     * @param fetchMissing whether to fetch what it lacks; null to do so where it is of no use without
     */
    @Schema(requiredProperties = "how")
    public record AdoptChoice(
            @Nullable String id,
            @Nullable String path,
            @Nullable String repo,

            @Schema(pattern = "^[0-9a-f]{40}$") @Nullable String commit,

            @Schema(enumeration = {"move", "copy", "hardlink", "reflink", "leave"}) @Nullable
            String how,

            @Nullable Boolean fetchMissing) {}

    @POST
    @Problems(
            value = {ProblemType.BAD_REQUEST, ProblemType.ADOPT_REFUSED, ProblemType.TOO_MANY_TASKS},
            from = Source.DISK)
    @Operation(
            operationId = "findAdoptable",
            summary = "Look for models on the disk that are not managed yet, and find out what they are",
            description =
                    "Looks at names, metadata and the Hub, and proves by size and hash. Changes nothing; what was hashed is"
                            + " remembered. The result of the task tells what was found.")
    @APIResponse(
            responseCode = "202",
            description = "The task that does it; one that is under way already is given once more",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public RestResponse<TaskJson> find(@RequestBody(required = false) @Nullable AdoptSearch body) {
        String path = body == null ? null : body.path();
        String repo = body == null ? null : body.repo();
        if (path != null) {
            checkPath(path);
            adoption.check(path);
        }
        TaskRequest request = new TaskRequest(
                TaskKind.ADOPT,
                repo == null ? null : repo(repo),
                path == null ? List.of() : List.of(path),
                0,
                null,
                null);
        return RestResponse.accepted(TaskJson.of(tasks.submit(request).task()));
    }

    @POST
    @Path("{id}")
    @Problems(
            value = {
                ProblemType.BAD_REQUEST,
                ProblemType.ADOPT_REFUSED,
                ProblemType.TASK_NOT_FOUND,
                ProblemType.TASK_STATE,
                ProblemType.TOO_MANY_TASKS
            },
            from = Source.DISK)
    @Operation(
            operationId = "adoptFound",
            summary = "Take into the library what a task has found, each in the way that is chosen",
            description =
                    "A file gets its place only with the content that the Hub lists for it; nothing is overwritten. What is"
                            + " chosen with `leave`, or not at all, stays as it is. Files that a model lacks are fetched by a download.")
    @APIResponse(
            responseCode = "202",
            description = "The task that does it",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    public RestResponse<TaskJson> adopt(@RestPath String id, @Nullable AdoptChoices body) throws IOException {
        UUID look = ended(id);
        UUID plan = adoption.choose(look, read(body));
        TaskRequest request = new TaskRequest(TaskKind.ADOPT, null, List.of(), 0, plan, null);
        return RestResponse.accepted(TaskJson.of(tasks.submit(request).task()));
    }

    /** The task that found what there is to choose from. */
    private UUID ended(String id) {
        UUID look;
        try {
            look = UUID.fromString(id);
        } catch (IllegalArgumentException none) {
            throw TaskException.notFound(id);
        }
        TaskView task = tasks.find(look)
                .filter(found -> found.kind() == TaskKind.ADOPT)
                .orElseThrow(() -> TaskException.notFound(id));
        if (task.state() != TaskState.COMPLETED) {
            throw new ApiException(
                    ProblemType.TASK_STATE, "The look for models has not ended well. Wait for its end, or look again.");
        }
        return look;
    }

    private static List<Choice> read(@Nullable AdoptChoices body) {
        List<AdoptChoice> asked = body == null ? null : body.choices();
        if (asked == null || asked.isEmpty() || asked.size() > Adoption.MAX_CHOICES) {
            throw wrong("Name what to do, to " + Adoption.MAX_CHOICES + " at most: " + EXAMPLE + ".");
        }
        List<Choice> choices = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (AdoptChoice choice : asked) {
            String id = choice == null ? null : choice.id() == null ? choice.path() : choice.id();
            String how = choice == null ? null : choice.how();
            if (choice == null || id == null || how == null || id.length() > MAX_PATH_CHARS) {
                throw wrong("Name each by its id, and how to adopt it: " + EXAMPLE + ".");
            }
            if (!named.add(id)) {
                throw wrong("\"" + UntrustedText.name(id) + "\" is named twice. Name each once.");
            }
            How way = How.of(how)
                    .orElseThrow(() -> wrong("A model is adopted by move, copy, hardlink, reflink or leave."));
            String commit = choice.commit();
            if (commit != null && !commit.matches("[0-9a-f]{40}")) {
                throw wrong("A commit has 40 hexadecimal digits.");
            }
            choices.add(new Choice(
                    id,
                    choice.repo() == null ? null : repo(choice.repo()).toString(),
                    commit,
                    way,
                    choice.fetchMissing()));
        }
        return choices;
    }

    private static void checkPath(String path) {
        if (path.isBlank()
                || path.length() > MAX_PATH_CHARS
                || path.codePoints().anyMatch(Character::isISOControl)) {
            throw wrong("The path is no folder or file. Name one, or leave it out to look everywhere.");
        }
    }

    /** As the list of the library names it. */
    private static RepoId repo(String text) {
        try {
            int slash = text.indexOf('/');
            RepoType type =
                    RepoType.of(slash < 0 ? "" : text.substring(0, slash)).orElse(null);
            return type != null && text.indexOf('/', slash + 1) > 0
                    ? RepoId.parse(type, text.substring(slash + 1))
                    : RepoId.model(text);
        } catch (IllegalArgumentException unreadable) {
            throw ApiException.of("repo", unreadable);
        }
    }

    private static ApiException wrong(String sentence) {
        return ApiException.of("adopt", new IllegalArgumentException(sentence));
    }
}
