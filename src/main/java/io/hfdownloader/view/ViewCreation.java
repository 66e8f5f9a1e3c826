package io.hfdownloader.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.hfdownloader.files.Volume;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.StateRecords;
import io.hfdownloader.view.shape.ViewEntry;
import io.hfdownloader.view.shape.ViewPlan;
import org.jspecify.annotations.Nullable;

/** Begins a view: makes its folder, finds out which method is possible there, and notes it. Blocks throughout. */
final class ViewCreation {

    private static final int PROBE_BYTES = 16 * 1024;

    private final ModelLibrary library;
    private final StateRecords<ViewRecord> store;
    private final ViewPublisher publisher;
    private final ViewPublisher.Revisions revisions;

    ViewCreation(
            ModelLibrary library,
            StateRecords<ViewRecord> store,
            ViewPublisher publisher,
            ViewPublisher.Revisions revisions) {
        this.library = library;
        this.store = store;
        this.publisher = publisher;
        this.revisions = revisions;
    }

    /** The record stands before the folder is the view's: a kill in between leaves one that is away, and is removed as such. */
    ViewRecord begin(Views.Wish wish, @Nullable String repo, ViewPlace place) throws IOException {
        UUID id = UUID.randomUUID();
        place.make();
        ViewFolder folder = new ViewFolder(place.path(), library.layout().rootFolder());
        try {
            ViewMethod method = method(wish, folder);
            ViewRecord record = new ViewRecord(
                    id,
                    wish.kind(),
                    place.path().toString(),
                    repo,
                    method,
                    !place.exists(),
                    false,
                    Instant.now(),
                    List.of(),
                    List.of(),
                    0);
            if (method == ViewMethod.COPY) {
                requireRoom(record);
            }
            store.write(record.id(), record);
            folder.mark(id);
            return record;
        } catch (IOException | RuntimeException refused) {
            if (!place.exists()) {
                folder.removeItself();
            }
            store.delete(id);
            throw refused instanceof IOException io
                    ? ViewException.denied(place.path().toString(), ViewPlace.words(io))
                    : (RuntimeException) refused;
        }
    }

    private ViewMethod method(Views.Wish wish, ViewFolder folder) throws IOException {
        ViewMethod asked = wish.method();
        if (asked == ViewMethod.HARDLINK && !wish.kind().isOnlyRead()) {
            throw ViewException.writable(wish.kind());
        }
        Stream<ViewMethod> candidates = asked != null
                ? Stream.of(asked)
                : Stream.of(ViewMethod.REFLINK, ViewMethod.HARDLINK, ViewMethod.SYMLINK)
                        .filter(method ->
                                method != ViewMethod.HARDLINK || wish.kind().isOnlyRead());
        Path probe = probe();
        try {
            return candidates
                    .filter(method -> folder.can(method, probe))
                    .findFirst()
                    .orElseThrow(() -> asked == null
                            ? ViewException.noMethod(folder.path().toString())
                            : ViewException.noSuchMethod(folder.path().toString(), asked));
        } finally {
            library.layout().rootFolder().delete(probe);
        }
    }

    /** A file on the disk of the models to try methods with. */
    private Path probe() throws IOException {
        library.layout().makeFolder(store.folder());
        Path probe = store.folder().resolve("probe");
        try (FileChannel channel = library.layout()
                .rootFolder()
                .open(
                        probe,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            int written = channel.write(ByteBuffer.allocate(PROBE_BYTES));
        }
        return probe;
    }

    private void requireRoom(ViewRecord record) throws IOException {
        ViewPlan plan = publisher.plan(record, library.freshModels(), Set.of(), revisions);
        long needed =
                plan.wanted().values().stream().mapToLong(ViewEntry::sizeBytes).sum();
        long free = Math.max(0, Volume.of(Path.of(record.path())).freeBytes() - ViewPublisher.RESERVE_BYTES);
        if (needed > free) {
            throw ViewException.noRoom(record.path(), needed, free);
        }
    }
}
