package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Uncancellable;
import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps, what runs as one of them, and turns that last as long as they do. */
@Tag("fast")
class TaskScopeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TaskScope taskScope = new TaskScope();

    @Test
    void workIsOverWhenItWasStoppedAndItsLastStepHasEnded() {
        assertThat(taskScope.startTask()).isTrue();
        assertThat(taskScope.startTask()).isTrue();
        taskScope.taskStopped();
        assertThat(isOver(taskScope)).isFalse();
        taskScope.stop();
        assertThat(isOver(taskScope)).isFalse();
        assertThat(taskScope.startTask()).isFalse();
        taskScope.taskStopped();
        assertThat(isOver(taskScope)).isTrue();
    }

    @Test
    void theWholeIsNotOverBeforeItsPartsAre() {
        TaskScope part = taskScope.child();
        assertThat(part.startTask()).isTrue();
        taskScope.stop();
        assertThat(part.isStopRequested()).isTrue();
        assertThat(isOver(taskScope)).isFalse();
        part.taskStopped();
        assertThat(isOver(part)).isTrue();
        assertThat(isOver(taskScope)).isTrue();
    }

    @Test
    void aPartOfStoppedWorkIsStoppedFromTheStart() {
        taskScope.stop();
        TaskScope part = taskScope.child();
        assertThat(part.startTask()).isFalse();
        assertThat(isOver(part)).isTrue();
        assertThat(isOver(taskScope)).isTrue();
    }

    @Test
    void whoWaitsAndGivesUpDoesNotEndTheWork() {
        assertThat(taskScope.startTask()).isTrue();
        assertThat(taskScope.stopped().toCompletableFuture().cancel(true)).isTrue();
        taskScope.stop();
        assertThat(isOver(taskScope)).isFalse();
        taskScope.taskStopped();
        assertThat(isOver(taskScope)).isTrue();
    }

    @Test
    void whateverADiskThrowsTheStepHasEnded() {
        for (Throwable thrown : List.of(
                new IOException("no"), new IllegalStateException("no"), new OutOfMemoryError("Direct buffer memory"))) {
            TaskScope own = new TaskScope();
            CompletableFuture<Object> result = BlockingTask.onWorker(own, "It cannot be done", () -> raise(thrown))
                    .subscribeAsCompletionStage();
            assertThat(result)
                    .failsWithin(LIMIT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(thrown instanceof IOException ? DiskException.class : thrown.getClass());
            own.stop();
            assertThat(isOver(own)).as(thrown.toString()).isTrue();
        }
    }

    @Test
    void aTurnLastsUntilTheStepThatWasCancelledHasEnded() throws InterruptedException {
        KeyedLock turns = new KeyedLock();
        Path file = Path.of("model.bin");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        var first = turns.withLock(
                        file,
                        taskScope,
                        () -> {},
                        () -> BlockingTask.onWorker(taskScope, "It cannot be done", () -> {
                            begun.countDown();
                            return await(mayEnd);
                        }))
                .subscribe()
                .with(done -> {});
        begun.await();
        List<String> order = new ArrayList<>();
        TaskScope second = new TaskScope();
        CompletableFuture<String> next = turns.withLock(
                        file,
                        second,
                        () -> order.add("waited"),
                        () -> Uni.createFrom().item("second").invoke(order::add))
                .subscribeAsCompletionStage();

        first.cancel();
        assertThat(next).isNotDone();
        mayEnd.countDown();

        assertThat(next).succeedsWithin(LIMIT).isEqualTo("second");
        assertThat(order).containsExactly("waited", "second");
    }

    @Test
    void workThatIsCarriedThroughDoesNotEndWithWhoAskedForIt() {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Uni<Boolean> work = BlockingTask.onWorker(taskScope, "It cannot be done", () -> await(mayGoOn))
                .invoke(() -> done.set(true));

        Uncancellable.run(work).subscribe().with(item -> {}).cancel();
        mayGoOn.countDown();

        Awaitility.await().atMost(LIMIT).untilTrue(done);
    }

    private static boolean isOver(TaskScope taskScope) {
        return taskScope.stopped().toCompletableFuture().isDone();
    }

    private static boolean await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
            return true;
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private static Object raise(Throwable thrown) throws IOException {
        if (thrown instanceof IOException disk) {
            throw disk;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
