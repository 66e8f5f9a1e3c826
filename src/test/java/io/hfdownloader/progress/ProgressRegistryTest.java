package io.hfdownloader.progress;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@Tag("fast")
class ProgressRegistryTest {

    private static final long HALF_SECOND = 500_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final ProgressRegistry registry = new ProgressRegistry(vertx);
    private long nanos;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void manySmallFilesTellNothingOfHowLongALargeOneTakes() {
        tinyFiles();
        assertThat(registry.recentRate()).as("before a large one came").isEmpty();

        large(30_000_000, 6);
        long known = registry.recentRate().orElseThrow();
        assertThat(known).isCloseTo(30_000_000, within(1_000_000L));

        tinyFiles();
        assertThat(registry.recentRate()).as("after small ones").hasValue(known);
    }

    @Test
    void aSlowStartAndAFewBytesTellNothing() {
        large(100_000, 20);
        assertThat(registry.recentRate()).as("of 1 MB").isEmpty();

        large(20_000_000, 20);
        large(50_000, 40); // as when it is held up
        assertThat(registry.recentRate().orElseThrow()).isCloseTo(20_000_000, within(2_000_000L));
    }

    @Test
    void aLineThatHasBecomeSlowerIsKnownAfterAMinute() {
        large(20_000_000, 20);
        large(1_000_000, 400);
        assertThat(registry.recentRate().orElseThrow()).isLessThan(2_500_000);
    }

    private void tinyFiles() {
        UUID id = UUID.randomUUID();
        Meter meter = registry.open(id);
        meter.plan(
                IntStream.range(0, 130)
                        .mapToObj(index -> new Meter.PlannedFile(index + ".json", 50_000, 0, false))
                        .toList(),
                ByteCounts.NONE);
        for (int file = 0; file < 130; file++) {
            FileMeter tiny = meter.file(file + ".json");
            tiny.state(FileState.DOWNLOADING);
            tiny.received(50_000);
            sample();
            tiny.completed();
        }
        registry.forget(id);
    }

    private void large(long perSecond, int halfSeconds) {
        UUID id = UUID.randomUUID();
        Meter meter = registry.open(id);
        meter.plan(List.of(new Meter.PlannedFile("a.bin", 10_000_000_000L, 0, false)), ByteCounts.NONE);
        FileMeter file = meter.file("a.bin");
        file.state(FileState.DOWNLOADING);
        for (int each = 0; each < halfSeconds; each++) {
            sample();
            file.received(perSecond / 2);
        }
        registry.forget(id);
    }

    private void sample() {
        nanos += HALF_SECOND;
        registry.sample(nanos);
    }
}
