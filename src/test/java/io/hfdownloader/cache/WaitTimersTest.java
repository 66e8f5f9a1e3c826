package io.hfdownloader.cache;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class WaitTimersTest {

    /** A long one would keep an answer of many files in memory, and the next one would find no room. */
    @Test
    void aWaitThatHasEndedIsLetGo() {
        CompletableFuture<String> asked = new CompletableFuture<>();
        Set<Runnable> before = Set.copyOf(WaitTimers.shared().getQueue());
        CompletableFuture<String> told = Uni.createFrom()
                .completionStage(asked)
                .ifNoItem()
                .after(Duration.ofDays(1))
                .on(WaitTimers.shared())
                .fail()
                .subscribeAsCompletionStage();
        Set<Runnable> timers = new HashSet<>(WaitTimers.shared().getQueue());
        timers.removeAll(before);
        assertThat(timers).hasSize(1);

        asked.complete("here");

        assertThat(told).isCompletedWithValue("here");
        assertThat(WaitTimers.shared().getQueue()).doesNotContainAnyElementsOf(timers);
    }

    @Test
    void whatDoesNotComeInTimeFailsOnAWorker() {
        assertThatThrownBy(() -> Uni.createFrom()
                        .nothing()
                        .ifNoItem()
                        .after(Duration.ofMillis(10))
                        .on(WaitTimers.shared())
                        .fail()
                        .onFailure()
                        .invoke(failure ->
                                assertThat(Thread.currentThread().getName()).isNotEqualTo("wait-timers"))
                        .await()
                        .atMost(Duration.ofSeconds(20)))
                .isInstanceOf(TimeoutException.class);
    }
}
