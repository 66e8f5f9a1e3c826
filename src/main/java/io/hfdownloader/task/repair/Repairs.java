package io.hfdownloader.task.repair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.catalog.UpdateChecker;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.FileMatch;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.integrity.ExpectedFile;
import io.hfdownloader.library.integrity.Finding;
import io.hfdownloader.library.integrity.ModelIntegrity;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskQueue;
import io.hfdownloader.task.TaskRequest;
import io.hfdownloader.task.TaskResult;
import io.hfdownloader.task.TaskView;
import io.hfdownloader.task.Tasks;
import io.hfdownloader.variant.name.Glob;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Mends models: what is known to be damaged or missing is fetched at the commit that it is of, by a download, which keeps what is
 * there until the good one is verified. No method blocks.
 */
@ApplicationScoped
public class Repairs {

    /** As many patterns as a selection takes; what is left is for the next repair. */
    private static final int MAX_FILES = 1_000;

    private final ModelLibrary library;
    private final ModelIntegrity integrity;
    private final DownloadService downloads;
    private final UpdateChecker updates;
    private final TaskQueue queue;
    private final Tasks tasks;

    Repairs(
            ModelLibrary library,
            ModelIntegrity integrity,
            DownloadService downloads,
            UpdateChecker updates,
            TaskQueue queue,
            Tasks tasks) {
        this.library = library;
        this.integrity = integrity;
        this.downloads = downloads;
        this.updates = updates;
        this.queue = queue;
        this.tasks = tasks;
    }

    /**
     * Begins a repair; one that has nothing to do has ended already.
     *
     * @param paths files that are meant; those that were changed on purpose are mended only when they are named. Empty for all that
     *     is known to be damaged or missing
     */
    public Uni<TaskView> repair(RepoId repo, List<String> paths) {
        TaskRequest request = new TaskRequest(TaskKind.REPAIR, repo, paths);
        return Uni.createFrom()
                .item(() -> bad(repo, new HashSet<>(paths)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(bad -> bad.isEmpty()
                        ? Uni.createFrom()
                                .item(() -> queue.recordNothing(
                                        request, TaskResult.of("Nothing is known to be damaged or missing.")))
                        : fetch(request, ofOneCommit(bad)));
    }

    private Uni<TaskView> fetch(TaskRequest request, List<ExpectedFile> bad) {
        String commit = String.valueOf(bad.get(0).commit());
        RepoId repo = request.model();
        return downloads
                .repair(
                        repo,
                        updates.revisionOf(repo),
                        commit,
                        bad.stream().map(ExpectedFile::path).limit(MAX_FILES).toList())
                .map(accepted -> {
                    queue.recordDownload(accepted.download().id(), request);
                    return tasks.of(accepted.download());
                });
    }

    /** Blocks. */
    private List<ExpectedFile> bad(RepoId repo, Set<String> named) {
        try {
            List<ExpectedFile> bad = new ArrayList<>();
            for (ExpectedFile file : integrity.files(repo)) {
                if ((named.isEmpty() || named.contains(file.path())) && isBad(repo, file, !named.isEmpty())) {
                    bad.add(file);
                }
            }
            return bad;
        } catch (IOException unreadable) {
            throw DiskException.of("What is here of " + repo.id() + " cannot be looked at", unreadable);
        }
    }

    private boolean isBad(RepoId repo, ExpectedFile file, boolean named) throws IOException {
        Finding known = integrity.known(repo, file);
        if (Glob.quoted(file.path()).length() > Glob.MAX_PATTERN_CHARS) {
            return false; // no selection can name it
        }
        boolean mayBeChanged = named
                && file.content() != null
                && library.files().compare(repo, file.content()) != FileMatch.SAME_VERIFIED;
        return known == Finding.DAMAGED || known == Finding.MISSING || mayBeChanged;
    }

    /** One download is of one commit: that of most of the files. */
    private static List<ExpectedFile> ofOneCommit(List<ExpectedFile> bad) {
        Map<String, List<ExpectedFile>> byCommit = new HashMap<>();
        bad.forEach(file -> byCommit.computeIfAbsent(String.valueOf(file.commit()), commit -> new ArrayList<>())
                .add(file));
        return byCommit.values().stream()
                .max(Comparator.comparingInt(List::size))
                .orElse(bad);
    }
}
