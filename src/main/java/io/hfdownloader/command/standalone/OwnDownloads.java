package io.hfdownloader.command.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.client.ServiceDownloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.download.DownloadRequest;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.Failure;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.variant.Selection;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Downloads of this process, told as the API tells them. */
@ApplicationScoped
public class OwnDownloads implements Downloads {

    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 250;

    private final DownloadService downloads;
    private final ModelLibrary library;
    private final ObjectMapper json;
    private final Set<UUID> created = ConcurrentHashMap.newKeySet();

    OwnDownloads(DownloadService downloads, ModelLibrary library, ObjectMapper json) {
        this.downloads = downloads;
        this.library = library;
        this.json = json;
    }

    @Override
    public JsonNode start(ObjectNode wanted) {
        DownloadService.Accepted accepted = await(downloads.request(request(wanted)));
        if (accepted.created()) {
            created.add(accepted.download().id());
        }
        return tree(accepted.download());
    }

    private static DownloadRequest request(ObjectNode wanted) {
        RepoType type = RepoType.of(wanted.path("type").asText()).orElse(RepoType.MODEL);
        return new DownloadRequest(
                RepoId.parse(type, wanted.path("repo").asText()),
                wanted.path("revision").asText(DownloadRequest.DEFAULT_REVISION),
                new Selection(texts(wanted, "variants"), texts(wanted, "include"), texts(wanted, "exclude"), null),
                false);
    }

    private static List<String> texts(ObjectNode wanted, String name) {
        return wanted.path(name).valueStream().map(JsonNode::asText).toList();
    }

    @Override
    public JsonNode resume(String id) {
        return tree(await(downloads.resume(UUID.fromString(id))));
    }

    @Override
    public JsonNode follow(String id, Watcher watcher) {
        try {
            while (true) {
                JsonNode now = look(id);
                if (!watcher.test(now) || ServiceDownloads.hasEnded(now)) {
                    return now;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.of(ExitCode.INTERRUPTED, "Interrupted.");
        }
    }

    @Override
    public JsonNode look(String id) {
        return tree(downloads.get(UUID.fromString(id)));
    }

    @Override
    public void takeBack(String id) {
        UUID known = UUID.fromString(id);
        if (created.contains(known)) {
            var cancelled = await(downloads.cancel(known));
            var forgotten = await(downloads.forget(known));
        }
    }

    @Override
    public String folder(JsonNode download) {
        return ServiceDownloads.folder(library.layout().root().toString(), download);
    }

    @Override
    public boolean outlivesCommand() {
        return false;
    }

    private ObjectNode tree(DownloadView view) {
        ObjectNode tree = json.valueToTree(view);
        Failure failure = view.lifecycle().failure();
        if (failure == null) {
            tree.putNull("error");
        } else {
            tree.set("error", CommandException.problem(failure.type(), failure.detail(), failure.choices()));
        }
        return tree;
    }

    private static <T> T await(Uni<T> change) {
        try {
            return change.subscribeAsCompletionStage().get(CHANGE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw told(failure.getCause());
        } catch (TimeoutException late) {
            throw CommandException.of(ExitCode.FAILED, "The disk or the Hub does not answer. Try again later.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.of(ExitCode.INTERRUPTED, "Interrupted.");
        }
    }

    private static RuntimeException told(@Nullable Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return CommandException.of(problem);
        }
        if (failure instanceof IllegalArgumentException refused) {
            return CommandException.of(ExitCode.WRONG_USE, String.valueOf(refused.getMessage()));
        }
        return new IllegalStateException(failure);
    }
}
