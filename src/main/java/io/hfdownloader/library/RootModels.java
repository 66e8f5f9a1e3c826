package io.hfdownloader.library;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.hfdownloader.library.foreign.SkippedFolder;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** What is in all directories together: their lists as one, by name, and one look at each when that is to be new. Any thread. */
final class RootModels {

    private static final Logger LOG = Logger.getLogger(RootModels.class);

    private final LibraryRoots roots;
    private volatile Merged merged = new Merged(List.of(), List.of(), List.of());

    private record Merged(List<List<LibraryModel>> of, List<LibraryModel> models, List<SkippedFolder> hidden) {}

    RootModels(LibraryRoots roots) {
        this.roots = roots;
    }

    /** What the last scans found, by name; of two of one name the first. From memory. */
    List<LibraryModel> models() {
        return !roots.areSeveral() ? roots.main().index().models() : merged().models();
    }

    /** See {@link ModelLibrary#skippedFolders}. */
    List<SkippedFolder> skippedFolders() {
        List<SkippedFolder> skipped = roots.main().index().skippedFolders();
        if (!roots.areSeveral()) {
            return skipped;
        }
        List<SkippedFolder> all = new ArrayList<>(skipped);
        roots.present().stream().skip(1).forEach(root -> all.addAll(root.index().skippedFolders()));
        all.addAll(merged().hidden());
        return List.copyOf(all);
    }

    private Merged merged() {
        List<List<LibraryModel>> lists =
                roots.all().stream().map(RootSlot::models).toList();
        Merged last = merged;
        if (isSame(last.of(), lists)) {
            return last;
        }
        Set<String> names = new HashSet<>();
        List<LibraryModel> models = new ArrayList<>();
        List<SkippedFolder> hidden = new ArrayList<>();
        for (List<LibraryModel> list : lists) {
            for (LibraryModel model : list) {
                if (names.add(model.name())) {
                    models.add(model);
                } else {
                    hidden.add(SkippedFolder.inAnotherRoot(model.repo(), model.name(), model.folder()));
                }
            }
        }
        models.sort(Comparator.comparing(LibraryModel::name));
        Merged now = new Merged(lists, List.copyOf(models), List.copyOf(hidden));
        merged = now;
        return now;
    }

    /** A scan makes a list of its own. */
    private static boolean isSame(List<List<LibraryModel>> some, List<List<LibraryModel>> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** What there is, not older than this {@link System#nanoTime}; of directories that do not answer what was known. Blocks. */
    List<LibraryModel> modelsSince(long nanoTime) throws IOException {
        List<LibraryModel> own = roots.main().index().modelsSince(nanoTime);
        if (!roots.areSeveral()) {
            return own;
        }
        List<CompletableFuture<List<LibraryModel>>> looks = new ArrayList<>();
        for (LibraryRoot root : roots.present().stream().skip(1).toList()) {
            looks.add(scanned(root, nanoTime, LibraryDisk.ANSWER_TIMEOUT)
                    .subscribeAsCompletionStage()
                    .toCompletableFuture());
        }
        for (CompletableFuture<List<LibraryModel>> look : looks) {
            waitFor(look);
        }
        return models();
    }

    private static void waitFor(CompletableFuture<?> look) {
        try {
            var models = look.get(2 * LibraryDisk.ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            LOG.debugf("A further directory of models does not answer: %s", silent.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the other, for many: nobody blocks. Fails when the models directory itself does not answer. */
    Uni<List<LibraryModel>> modelsSince(long nanoTime, Duration patience) {
        Uni<List<LibraryModel>> own = roots.main().index().modelsSince(nanoTime, patience);
        if (!roots.areSeveral()) {
            return own;
        }
        List<Uni<List<LibraryModel>>> looks = new ArrayList<>();
        for (LibraryRoot root : roots.present().stream().skip(1).toList()) {
            looks.add(scanned(root, nanoTime, patience));
        }
        Uni<Void> others = looks.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(looks).andFailFast().replaceWithVoid();
        return Uni.combine().all().unis(own, others).with((found, done) -> models());
    }

    private static Uni<List<LibraryModel>> scanned(LibraryRoot root, long nanoTime, Duration patience) {
        return root.index()
                .modelsSince(nanoTime, patience)
                .onFailure()
                .invoke(away -> LOG.debugf(
                        "What was known of %s stands: %s", root.layout().root(), away.getMessage()))
                .onFailure()
                .recoverWithItem(() -> root.index().models());
    }

    /** Whether all that are there have been looked at since. From memory. */
    boolean areSince(long nanoTime) {
        return roots.present().stream().allMatch(root -> root.index().isSince(nanoTime));
    }
}
