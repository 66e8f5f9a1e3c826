package io.hfdownloader.transfer.stream;

import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("fast")
class FlushTimerTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger writes = new AtomicInteger();
    private final FlushTimer flushTimer = new FlushTimer(
            vertx, job -> vertx.getOrCreateContext().runOnContext(nothing -> job.run()), writes::incrementAndGet);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void writesOnceHoweverManyBytesCameMeanwhile() {
        vertx.runOnContext(nothing -> {
            for (int i = 0; i < 1_000; i++) {
                flushTimer.schedule();
            }
        });

        await().until(() -> writes.get() > 0);
        assertThat(writes).hasValue(1);
    }

    @Test
    void writesAgainForTheNextBytes() {
        vertx.runOnContext(nothing -> flushTimer.schedule());
        await().until(() -> writes.get() == 1);

        vertx.runOnContext(nothing -> flushTimer.schedule());

        await().until(() -> writes.get() == 2);
    }
}
