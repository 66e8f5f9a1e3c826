package io.hfdownloader.files;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The program's own state, on a disk that refuses it for a while. */
@Tag("fast")
class RetriedWritesTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final AtomicBoolean full = new AtomicBoolean(true);
    private final List<String> written = new CopyOnWriteArrayList<>();
    private RetriedWrites writes = writes(NEVER);

    @AfterEach
    void close() throws InterruptedException {
        writes.close();
    }

    @Test
    void itIsSavedByItselfWhenThereIsRoomAgain() {
        writes = writes(Duration.ofMillis(10));
        refused("a", "first");
        assertThat(writes.failure())
                .map(DiskException::detail)
                .hasValueSatisfying(told -> assertThat(told)
                        .isEqualTo("It cannot be saved: the disk is full. Free some space; what is here is kept."));

        full.set(false);

        await().until(() -> writes.failure().isEmpty());
        assertThat(written).containsExactly("first");
    }

    @Test
    void theNewestIsWhatIsSavedInTheEnd() {
        refused("a", "old");
        refused("b", "other");
        refused("a", "new");
        full.set(false);

        assertThat(writes.submit("c", write("last"))).succeedsWithin(Duration.ofSeconds(5));

        assertThat(written).containsExactlyInAnyOrder("last", "other", "new");
        assertThat(writes.failure()).isEmpty();
    }

    @Test
    void oneThatStaysRefusedHoldsUpNoOther() {
        refused("stuck", "never");
        refused("b", "other");
        full.set(false);
        AtomicInteger tries = new AtomicInteger();
        RetriedWrites.Write stuck = () -> {
            tries.incrementAndGet();
            throw new IOException("No space left on device");
        };
        assertThat(writes.submit("stuck", stuck)).failsWithin(Duration.ofSeconds(5));

        assertThat(writes.submit("c", write("last"))).succeedsWithin(Duration.ofSeconds(5));

        assertThat(written).containsExactlyInAnyOrder("last", "other");
        assertThat(writes.failure()).isPresent();
        assertThat(tries).hasValue(2);
    }

    @Test
    void theEndTriesOnceMore() throws InterruptedException {
        refused("a", "first");
        full.set(false);

        writes.close();

        assertThat(written).containsExactly("first");
    }

    private void refused(Object key, String text) {
        assertThat(writes.submit(key, write(text)))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("the disk is full");
    }

    private RetriedWrites.Write write(String text) {
        return () -> {
            if (full.get()) {
                throw new IOException("No space left on device");
            }
            written.add(text);
        };
    }

    private static RetriedWrites writes(Duration interval) {
        return new RetriedWrites("test-writes", "It cannot be saved", interval);
    }
}
