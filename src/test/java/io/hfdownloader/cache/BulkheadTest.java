package io.hfdownloader.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class BulkheadTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Bulkhead bulkhead = new Bulkhead("look", 2, 3, () -> new IllegalStateException("It is late"));
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void workThatHangsHoldsAFewThreadsAndWhoeverAsksIsTold() {
        for (int asked = 0; asked < 10; asked++) {
            assertLate(bulkhead.run(this::hang, SHORT));
        }
        assertThat(begun).hasValue(2);

        answer.countDown();

        Awaitility.await()
                .ignoreExceptions()
                .until(() ->
                        bulkhead.run(() -> "well", LONG).await().atMost(LONG).equals("well"));
        assertThat(begun).as("what nobody waits for any more is not begun").hasValue(2);
    }

    @Test
    void aFailureIsTheWorksOwn() {
        assertThatThrownBy(() -> bulkhead.run(
                                () -> {
                                    throw new IOException("It is full");
                                },
                                LONG)
                        .await()
                        .atMost(LONG))
                .hasRootCauseMessage("It is full");
        assertThatThrownBy(() -> bulkhead.run(
                                () -> {
                                    throw new StackOverflowError("It is deep");
                                },
                                LONG)
                        .await()
                        .atMost(LONG))
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    private String hang() throws InterruptedException {
        begun.incrementAndGet();
        answer.await();
        return "late";
    }

    private static void assertLate(Uni<String> work) {
        assertThatThrownBy(() -> work.await().atMost(LONG)).hasMessage("It is late");
    }
}
