package io.hfdownloader.view.shape;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.unfinished.Unfinished;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What stays in a view. */
@Tag("fast")
class ViewPlanTest {

    private static ViewEntry file(String path, String repo) {
        return ViewEntry.file(path, repo, "/models/" + path, 1, Instant.EPOCH);
    }

    /** Nobody publishes what is known to be bad; what was published before is the same file, or is mended with it. */
    @Test
    void aModelWithADamagedFileIsNotPublishedAndWhatIsThereOfItStays() {
        RepoId repo = RepoId.parse(RepoType.MODEL, "acme/tiny");
        Path here = Path.of("/models/acme/tiny");
        LibraryFile rotten = new LibraryFile("tiny.gguf", here, 1, Instant.EPOCH, "c", "e", Instant.EPOCH, true);
        LibraryModel model = new LibraryModel(
                repo,
                "acme/tiny",
                here,
                "c",
                false,
                List.of(rotten),
                List.of(new LibraryVariant("Q4_0", "gguf", List.of(rotten), null, 1, true, false)),
                null,
                1,
                Unfinished.NONE,
                true,
                Instant.EPOCH,
                true);
        for (ViewKind kind : ViewKind.values()) {
            for (List<ViewEntry> before : List.of(List.<ViewEntry>of(), List.of(file("tiny.gguf", repo.toString())))) {
                ViewPlan plan = ViewShapes.plan(kind, List.of(model), null, before, followed -> "main", path -> false);
                assertThat(plan.wanted().values()).as("%s", kind).containsExactlyElementsOf(before);
                assertThat(plan.leftOut()).containsExactly(new LeftOut("acme/tiny", null, LeftOut.Reason.DAMAGED));
            }
        }
    }

    @Test
    void modelsThatCannotBeReadNowStayAndNoOthersDo() {
        ViewPlan plan = ViewShapes.plan(
                ViewKind.FLAT,
                List.of(),
                null,
                List.of(
                        file("tiny.gguf", "models/acme/tiny"),
                        file("other.gguf", "models/acme/tiny-other"),
                        file("locked.gguf", "models/locked/one")),
                repo -> "main",
                path -> false);

        plan.keepUnreadable(Set.of("models/acme/tiny", "models/locked"));

        assertThat(plan.wanted()).containsOnlyKeys("tiny.gguf", "locked.gguf");
        assertThat(plan.leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut("acme/tiny", null, LeftOut.Reason.DISK),
                        new LeftOut("locked/one", null, LeftOut.Reason.DISK));
        assertThat(plan.leftOutCount()).isEqualTo(2);
    }
}
