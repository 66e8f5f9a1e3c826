package io.hfdownloader.task.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;

import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.task.TaskFixture;
import io.hfdownloader.task.TaskState;
import io.hfdownloader.task.TaskView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ScrubTest {

    /** A Sunday. */
    private static final LocalDateTime IN_ITS_HOURS = LocalDateTime.parse("2026-11-29T03:00");

    private static final LocalDateTime AFTER = LocalDateTime.parse("2026-11-29T06:00");

    @TempDir
    Path models;

    private ModelLibrary library;
    private TaskFixture tasks;
    private Scrub scrub;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        tasks = new TaskFixture(library);
        scrub = new Scrub(ScrubSchedule.parse("Sun 02:00-06:00 = 50M"), library, tasks.queue());
    }

    @AfterEach
    void close() throws InterruptedException {
        tasks.close();
        library.close();
    }

    private void put(String name) throws IOException {
        Path folder = Files.createDirectories(models.resolve("acme").resolve(name));
        Files.writeString(folder.resolve("config.json"), "{}");
        Path notes = Files.createDirectories(folder.resolve(".cache/huggingface/download"));
        Files.writeString(
                notes.resolve("config.json.metadata"),
                "c".repeat(40) + "\n9e26dfeeb6e641a33dae4961196235bdb965b21b\n"
                        + Instant.now().getEpochSecond() + ".5\n");
    }

    private List<TaskView> list() {
        return tasks.queue().list();
    }

    @Test
    void modelsAreVerifiedOneAfterTheOtherInItsHoursAndNotTwice() throws IOException {
        put("one");
        put("two");
        Files.createDirectories(models.resolve("acme/not-of-the-hub"));
        Files.writeString(models.resolve("acme/not-of-the-hub/m.gguf"), "weights");
        Instant now = Instant.now().plusSeconds(1);
        scrub.look(AFTER, now);
        assertThat(list()).isEmpty();
        scrub.look(IN_ITS_HOURS, now);
        scrub.look(IN_ITS_HOURS, now);
        assertThat(list()).hasSize(1);
        scrub.look(AFTER, now);
        assertThat(list()).extracting(TaskView::state).containsExactly(TaskState.CANCELLED);

        tasks.letGo();
        scrub.look(IN_ITS_HOURS, now);
        Awaitility.await().until(() -> !tasks.queue().hasThrottled());
        scrub.look(IN_ITS_HOURS, now);
        assertThat(list()).extracting(TaskView::folder).containsExactlyInAnyOrder("acme/one", "acme/two");
        scrub.look(IN_ITS_HOURS, now.plusSeconds(90_000));
        assertThat(list()).hasSize(3);
    }
}
