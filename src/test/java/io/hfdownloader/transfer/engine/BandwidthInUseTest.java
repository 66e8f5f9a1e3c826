package io.hfdownloader.transfer.engine;

import java.time.LocalTime;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.transfer.TransferRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The bandwidth limit in a real transfer. To the byte and the nanosecond it is held in {@code BandwidthLimitTest}. */
class BandwidthInUseTest extends EngineTestBase {

    private static final int LIMIT = 8 << 20;

    /** A slow machine is slower than the limit, so that only the upper side can be asserted here. */
    @Test
    void limitIsKeptAndIsNotTakenForAStall() throws Exception {
        use(new EngineFixture.Settings().limit("8M"));
        TransferRequest request = request(LARGE);
        long begun = System.nanoTime();

        fetchesRight(request);

        double perSecond = LARGE_BYTES * 1e9 / (System.nanoTime() - begun);
        System.out.printf(
                "%d bytes at a limit of %d: %.0f bytes/s, %.1f %%%n",
                LARGE_BYTES, LIMIT, perSecond, 100 * perSecond / LIMIT);
        assertThat(perSecond).isLessThan(LIMIT * 1.05);
        assertThat(fixture.seen.errors).isEmpty();
    }

    /** At the first limit this would take an hour. */
    @Test
    void limitThatIsRaisedLetsTransfersUnderWayGoOnAtOnce() throws Exception {
        use(new EngineFixture.Settings().limit("16K"));
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = start(request);
        await().until(() -> fixture.seen.received.get() > 0);

        fixture.engine.limitBandwidth("");

        await().until(running::isDone);
        running.join();
        assertRight(request.partial(), request);
        assertThat(fixture.seen.errors).isEmpty();
    }

    @Test
    void limitThatIsLoweredHoldsTransfersUnderWay() throws Exception {
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = halfway(request);

        fixture.engine.limitBandwidth("16K");
        hub.faults().clear();
        long then = fixture.seen.received.get();
        long asked = System.nanoTime();
        await().until(() -> System.nanoTime() - asked > 1_500_000_000L);

        assertThat(fixture.seen.received.get() - then).isLessThan(4 << 20); // what every connection was just reading
        fixture.engine.limitBandwidth("");
        running.join();
        assertRight(request.partial(), request);
        assertThat(fixture.seen.errors).isEmpty();
    }

    @Test
    void scheduleChangesTheLimitOfTransfersUnderWay() throws Exception {
        SettableClock clock = new SettableClock();
        use(new EngineFixture.Settings().limit("16K, 22:00-07:00 = unlimited"), clock);
        TransferRequest request = request(LARGE);
        CompletableFuture<Void> running = start(request);
        await().until(() -> fixture.seen.received.get() > 0);

        clock.setTo(LocalTime.of(22, 0));

        await().until(running::isDone);
        running.join();
        assertRight(request.partial(), request);
    }
}
