package io.hfdownloader.task.verify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.unfinished.Unfinished;
import io.hfdownloader.task.TaskKind;
import io.hfdownloader.task.TaskResult;
import io.hfdownloader.task.TaskState;
import io.hfdownloader.task.TaskView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What verifications of a model and of single files of it say together. */
@Tag("fast")
class LastFindingsTest {

    private static final Instant WRITTEN = Instant.parse("2026-11-28T00:00:00Z");
    private static final Instant VERIFIED = WRITTEN.plusSeconds(60);
    private static final Instant LATER = VERIFIED.plusSeconds(60);

    @Test
    void aVerificationOfOneFileHidesNothingOfTheOthers() {
        TaskView whole = task(VERIFIED, List.of(), List.of("gone"), List.of("a"), 2);
        TaskView one = task(LATER, List.of("b"), List.of(), List.of(), 1);

        assertThat(LastFindings.found(List.of(one, whole), model("a", "b")))
                .isEqualTo(new LastFindings.Found(List.of("gone"), List.of("a")));
    }

    @Test
    void theNewestWordOnAFileCounts() {
        TaskView whole = task(VERIFIED, List.of(), List.of(), List.of("a", "b"), 2);
        TaskView one = task(LATER, List.of("a", "lost"), List.of("lost"), List.of(), 1);

        assertThat(LastFindings.found(List.of(one, whole), model("a", "b")))
                .isEqualTo(new LastFindings.Found(List.of("lost"), List.of("b")));
        assertThat(LastFindings.found(List.of(one), model("a", "b", "lost"))).isEqualTo(LastFindings.Found.NOTHING);
    }

    @Test
    void anOlderOneOfTheWholeModelTellsNothingAnyMore() {
        TaskView older = task(VERIFIED, List.of(), List.of("gone"), List.of("a"), 2);
        TaskView newer = task(LATER, List.of(), List.of(), List.of(), 2);

        assertThat(LastFindings.found(List.of(newer, older), model("a", "b"))).isEqualTo(LastFindings.Found.NOTHING);
    }

    @Test
    void whereFilesWereDeletedSinceNobodyKnowsWhatIsMissed() {
        TaskView whole = task(VERIFIED, List.of(), List.of("gone"), List.of(), 3);
        TaskView two = task(LATER, List.of("c", "lost"), List.of("lost"), List.of(), 1);

        assertThat(LastFindings.found(List.of(two, whole), model("a", "b"))).isEqualTo(LastFindings.Found.NOTHING);
    }

    private static TaskView task(
            Instant ended, List<String> paths, List<String> missing, List<String> changed, long verified) {
        Map<String, Long> counts = new HashMap<>();
        counts.put("missing", (long) missing.size());
        counts.put("changed", (long) changed.size());
        counts.put("verified", verified - changed.size());
        return new TaskView(
                UUID.randomUUID(),
                1,
                TaskKind.VERIFY,
                TaskState.COMPLETED,
                "acme/tiny",
                "model",
                "acme/tiny",
                paths,
                0,
                0,
                null,
                null,
                null,
                new TaskResult("", counts, Map.of("missing", missing, "changed", changed)),
                null,
                ended,
                ended,
                ended);
    }

    private static LibraryModel model(String... paths) {
        Path folder = Path.of("/models/acme/tiny");
        List<LibraryFile> files = Arrays.stream(paths)
                .map(path -> new LibraryFile(path, folder, 1, WRITTEN, null, null))
                .toList();
        return new LibraryModel(
                RepoId.model("acme/tiny"),
                "acme/tiny",
                folder,
                null,
                false,
                files,
                List.of(),
                null,
                files.size(),
                Unfinished.NONE,
                true,
                WRITTEN,
                true);
    }
}
