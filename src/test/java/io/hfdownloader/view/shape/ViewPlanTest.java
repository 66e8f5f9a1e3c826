package io.hfdownloader.view.shape;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What stays in a view. */
@Tag("fast")
class ViewPlanTest {

    private static ViewEntry file(String path, String repo) {
        return ViewEntry.file(path, repo, "/models/" + path, 1, Instant.EPOCH);
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
