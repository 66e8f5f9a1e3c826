package io.hfdownloader.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.ModelLibrary;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class TaskQueueTest {

    @TempDir
    Path models;

    private ModelLibrary library;
    private TaskFixture tasks;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        tasks = new TaskFixture(library);
    }

    @AfterEach
    void close() throws InterruptedException {
        tasks.close();
        library.close();
    }

    private static TaskRequest request(String name) {
        return new TaskRequest(TaskKind.VERIFY, RepoId.parse(RepoType.MODEL, "acme/" + name), List.of());
    }

    private void await(UUID id, TaskState state) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> tasks.queue().find(id).orElseThrow().state() == state);
    }

    @Test
    void theSameSubjectIsOneTaskAndAFewAreAtWork() {
        UUID first = tasks.queue().submit(request("one")).task().id();
        TaskQueue.Accepted again = tasks.queue().submit(request("one"));
        assertThat(again.created()).isFalse();
        assertThat(again.task().id()).isEqualTo(first);
        UUID second = tasks.queue().submit(request("two")).task().id();
        UUID third = tasks.queue().submit(request("three")).task().id();
        await(first, TaskState.RUNNING);
        await(second, TaskState.RUNNING);
        assertThat(tasks.queue().find(third).orElseThrow().state()).isEqualTo(TaskState.QUEUED);
        tasks.letGo();
        await(third, TaskState.COMPLETED);
        assertThat(tasks.queue().list()).extracting(TaskView::id).containsExactly(third, second, first);
        TaskView ended = tasks.queue().find(first).orElseThrow();
        assertThat(ended.bytesDone()).isEqualTo(100);
        assertThat(ended.result()).isEqualTo(TaskResult.of("It is done."));
        assertThat(tasks.queue().submit(request("one")).created()).isTrue();
    }

    @Test
    void aPausedOneGoesOnAndACancelledOneDoesNot() {
        UUID id = tasks.queue().submit(request("one")).task().id();
        await(id, TaskState.RUNNING);
        assertThat(tasks.queue().pause(id).state()).isEqualTo(TaskState.PAUSED);
        assertThatExceptionOfType(TaskException.class)
                .isThrownBy(() -> tasks.queue().pause(id));
        tasks.queue().resume(id);
        await(id, TaskState.RUNNING);
        Awaitility.await().until(() -> tasks.runs() == 2);
        TaskView cancelled = tasks.queue().cancel(id);
        assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(cancelled.endedAt()).isNotNull();
        assertThatExceptionOfType(TaskException.class)
                .isThrownBy(() -> tasks.queue().resume(id));
        UUID next = tasks.queue().submit(request("two")).task().id();
        tasks.letGo();
        await(next, TaskState.COMPLETED); // the place of the other was free
        assertThat(tasks.queue().find(id).orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void whatACancelledOneLeftMayGoAndThatOfOthersStays() {
        UUID first = tasks.queue().submit(request("one")).task().id();
        UUID second = tasks.queue().submit(request("two")).task().id();
        UUID third = tasks.queue().submit(request("three")).task().id();
        await(first, TaskState.RUNNING);

        TaskView waiting = tasks.queue().cancel(third);
        TaskView atWork = tasks.queue().cancel(first);

        assertThat(List.of(atWork.state(), waiting.state())).containsOnly(TaskState.CANCELLED);
        tasks.letGo(); // else what is left of the first waits for workers that the second has
        Awaitility.await().until(() -> tasks.abandoned().size() == 2);
        assertThat(tasks.abandoned()).containsExactlyInAnyOrder("one", "three");
        await(second, TaskState.COMPLETED);
        assertThat(tasks.abandoned()).hasSize(2);
    }

    @Test
    void oneAtWorkGoesOnAfterARestart() throws Exception {
        UUID running = tasks.queue().submit(request("one")).task().id();
        await(running, TaskState.RUNNING);
        UUID paused = tasks.queue().submit(request("two")).task().id();
        tasks.queue().pause(paused);
        tasks.close();
        Path folder = models.resolve(".cache/hf-downloader/tasks");
        Files.writeString(folder.resolve(UUID.randomUUID() + ".json"), "{\"id\": 1}");

        tasks = new TaskFixture(library, new CountDownLatch(0));
        await(running, TaskState.COMPLETED);
        assertThat(tasks.queue().find(paused).orElseThrow().state()).isEqualTo(TaskState.PAUSED);
        assertThat(tasks.queue().list()).hasSize(2);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".bad"))).hasSize(1);
        }
    }

    @Test
    void oldOnesAreForgotten() {
        tasks.letGo();
        UUID first = tasks.queue().submit(request("m0")).task().id();
        await(first, TaskState.COMPLETED);
        for (int number = 1; number <= TaskFixture.MAX_ENDED; number++) {
            await(tasks.queue().submit(request("m" + number)).task().id(), TaskState.COMPLETED);
        }
        assertThat(tasks.queue().list()).hasSize(TaskFixture.MAX_ENDED);
        assertThat(tasks.queue().find(first)).isEmpty();
    }
}
