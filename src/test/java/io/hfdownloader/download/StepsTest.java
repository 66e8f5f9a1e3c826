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

import io.hfdownloader.files.Unbroken;
import io.hfdownloader.transfer.TransferException;
import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps, what runs as one of them, and turns that last as long as they do. */
class StepsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Steps steps = new Steps();

    @Test
    void workIsOverWhenItWasStoppedAndItsLastStepHasEnded() {
        assertThat(steps.begin()).isTrue();
        assertThat(steps.begin()).isTrue();
        steps.end();
        assertThat(isOver(steps)).isFalse();
        steps.stop();
        assertThat(isOver(steps)).isFalse();
        assertThat(steps.begin()).isFalse();
        steps.end();
        assertThat(isOver(steps)).isTrue();
    }

    @Test
    void theWholeIsNotOverBeforeItsPartsAre() {
        Steps part = steps.part();
        assertThat(part.begin()).isTrue();
        steps.stop();
        assertThat(part.isStopped()).isTrue();
        assertThat(isOver(steps)).isFalse();
        part.end();
        assertThat(isOver(part)).isTrue();
        assertThat(isOver(steps)).isTrue();
    }

    @Test
    void aPartOfStoppedWorkIsStoppedFromTheStart() {
        steps.stop();
        Steps part = steps.part();
        assertThat(part.begin()).isFalse();
        assertThat(isOver(part)).isTrue();
        assertThat(isOver(steps)).isTrue();
    }

    @Test
    void whoWaitsAndGivesUpDoesNotEndTheWork() {
        assertThat(steps.begin()).isTrue();
        assertThat(steps.over().toCompletableFuture().cancel(true)).isTrue();
        steps.stop();
        assertThat(isOver(steps)).isFalse();
        steps.end();
        assertThat(isOver(steps)).isTrue();
    }

    @Test
    void whateverADiskThrowsTheStepHasEnded() {
        for (Throwable thrown : List.of(
                new IOException("no"), new IllegalStateException("no"), new OutOfMemoryError("Direct buffer memory"))) {
            Steps own = new Steps();
            CompletableFuture<Object> result = DiskWork.onWorker(own, "It cannot be done", () -> raise(thrown))
                    .subscribeAsCompletionStage();
            assertThat(result)
                    .failsWithin(LIMIT)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(thrown instanceof IOException ? TransferException.class : thrown.getClass());
            own.stop();
            assertThat(isOver(own)).as(thrown.toString()).isTrue();
        }
    }

    @Test
    void aTurnLastsUntilTheStepThatWasCancelledHasEnded() throws InterruptedException {
        FileTurns turns = new FileTurns();
        Path file = Path.of("model.bin");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        var first = turns.inTurn(
                        file,
                        steps,
                        () -> {},
                        () -> DiskWork.onWorker(steps, "It cannot be done", () -> {
                            begun.countDown();
                            return await(mayEnd);
                        }))
                .subscribe()
                .with(done -> {});
        begun.await();
        List<String> order = new ArrayList<>();
        Steps second = new Steps();
        CompletableFuture<String> next = turns.inTurn(
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
        Uni<Boolean> work = DiskWork.onWorker(steps, "It cannot be done", () -> await(mayGoOn))
                .invoke(() -> done.set(true));

        Unbroken.carry(work).subscribe().with(item -> {}).cancel();
        mayGoOn.countDown();

        Awaitility.await().atMost(LIMIT).untilTrue(done);
    }

    private static boolean isOver(Steps steps) {
        return steps.over().toCompletableFuture().isDone();
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
