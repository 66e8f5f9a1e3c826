package io.hfdownloader.transfer.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.concurrent.CompletableFuture;

import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.http.ServerRole;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.BandwidthSchedule;
import io.hfdownloader.transfer.stream.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The wall clock is set while something waits by it, or seems to. That rates know no wall clock is in ArchitectureTest. */
class ClockJumpsTest extends EngineTestBase {

    private static final long SECOND = 1_000_000_000;

    private final SettableClock clock = new SettableClock();

    @ParameterizedTest
    @ValueSource(strings = {"P365D", "-P365D", "PT1H", "-PT1H"})
    void waitThatIsOnIsNeitherLongerNorShorterForIt(Duration jump) throws Exception {
        hub.faults().add(Fault.status(SMALL, 503).on(ServerRole.CDN));
        use(new EngineFixture.Settings().retries(8, Duration.ofSeconds(1)), clock);
        TransferRequest request = request(SMALL);
        long before = System.nanoTime();
        CompletableFuture<Void> running = start(request);
        await().until(() -> !fixture.seen.untils.isEmpty());
        assertThat(fixture.seen.untils.get(0))
                .isBetween(clock.instant(), clock.instant().plusSeconds(2));

        clock.jump(jump);
        hub.faults().clear();

        running.join();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(990));
        assertRight(request.partial(), request);
    }

    @Test
    void clockThatIsSetBackBetweenTheAnswerAndTheWaitCostsAnHourAtMost() {
        RetryBackoff retryBackoff = new RetryBackoff(new EngineFixture.Settings(), clock);
        retryBackoff.tryFailed();
        Instant retryAt = clock.instant().plusSeconds(40);

        clock.jump(Duration.ofDays(-365));

        assertThat(retryBackoff.delayMillis(throttled(retryAt)))
                .isBetween(
                        Duration.ofHours(1).toMillis(),
                        Duration.ofHours(1).plusSeconds(2).toMillis());
    }

    @Test
    void clockThatIsSetForwardBetweenTheAnswerAndTheWaitMeansNoWait() {
        RetryBackoff retryBackoff = new RetryBackoff(new EngineFixture.Settings(), clock);
        retryBackoff.tryFailed();
        Instant retryAt = clock.instant().plusSeconds(40);

        clock.jump(Duration.ofDays(365));

        assertThat(retryBackoff.delayMillis(throttled(retryAt))).isZero();
    }

    @Test
    void scheduleFollowsTheClockWithinASecondAndOwesNothingForTheJump() {
        BandwidthLimit limit = new BandwidthLimit(BandwidthSchedule.parse("1000, 22:00-07:00 = unlimited"), clock, 0);
        assertThat(limit.reserve(60_000, 0)).isGreaterThan(59 * SECOND);
        int version = limit.version(0);

        clock.setTo(LocalTime.of(23, 0));
        assertThat(limit.version(SECOND)).as("those who wait go on").isNotEqualTo(version);
        assertThat(limit.reserve(1_000_000, SECOND)).isEqualTo(SECOND);

        clock.setTo(LocalTime.of(8, 0));
        assertThat(limit.reserve(1_000, 2 * SECOND)).isBetween(2 * SECOND, 3 * SECOND);
        assertThat(limit.reserve(1_000, 3 * SECOND)).isBetween(3 * SECOND, 4 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P365D", "-P365D"})
    void limitOfTheWholeDayLetsAsManyBytesPassAsBefore(Duration jump) {
        BandwidthLimit limit = new BandwidthLimit(BandwidthSchedule.parse("1000"), clock, 0);
        long now = 0;
        long passed = 0;
        while (now < 60 * SECOND) {
            now = limit.reserve(100, now);
            passed += 100;
            if (passed == 30_000) {
                clock.jump(jump);
            }
        }

        assertThat(passed).isBetween(60_000L - 300, 60_000L + 300);
    }

    private static RefusedException throttled(Instant until) {
        return new RefusedException(RefusedException.Kind.THROTTLED, "slow down", until);
    }
}
