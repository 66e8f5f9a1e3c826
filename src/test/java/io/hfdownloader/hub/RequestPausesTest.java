package io.hfdownloader.hub;

import java.time.Duration;

import io.hfdownloader.network.WebAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RequestPausesTest {

    private static final WebAddress HUB =
            WebAddress.parse("https://hub.example/api/models").orElseThrow();
    private static final WebAddress OTHER =
            WebAddress.parse("https://hub.example:8443/api/models").orElseThrow();
    private static final Duration SHORT = RequestPauses.TRIAL_INTERVAL.dividedBy(2);

    private long now = Long.MAX_VALUE - 1_000; // which overflows soon
    private final RequestPauses pauses = new RequestPauses(() -> now);

    @Test
    void whatTwoWereToldHoldsForAllThatAskTheSameServer() {
        limit(Duration.ofSeconds(30));
        pass(SHORT);

        assertThat(pauses.left(HUB)).contains(Duration.ofSeconds(30).minus(SHORT));
        assertThat(pauses.left(HUB)).isPresent();
        assertThat(pauses.left(OTHER)).isEmpty();
    }

    @Test
    void itIsOverWhenItsTimeIsUp() {
        limit(SHORT);
        pass(SHORT);

        assertThat(pauses.left(HUB)).isEmpty();
        assertThat(pauses.left(HUB)).isEmpty();
    }

    @Test
    void oneNowAndThenFindsOutWhetherTheLimitIsStillThere() {
        limit(Duration.ofDays(1));
        pass(RequestPauses.TRIAL_INTERVAL);

        assertThat(pauses.left(HUB)).isEmpty();
        assertThat(pauses.left(HUB)).isPresent();
        long sent = pauses.now();
        pass(SHORT);
        pauses.answered(HUB, sent);

        assertThat(pauses.left(HUB)).isEmpty();
        assertThat(pauses.left(HUB)).isEmpty();
    }

    @Test
    void whatWasOnItsWayBeforeTellsNothing() {
        long sent = pauses.now();
        pass(SHORT);
        limit(Duration.ofSeconds(30));

        pauses.answered(HUB, sent);

        assertThat(pauses.left(HUB)).isPresent();
    }

    @Test
    void noWaitIsLongerThanAnHour() {
        limit(Duration.ofDays(400));

        assertThat(pauses.left(HUB).orElseThrow()).isEqualTo(Duration.ofHours(1));
    }

    private void limit(Duration wait) {
        pauses.pause(HUB, wait);
        assertThat(pauses.left(HUB)).isEmpty();
        pauses.pause(HUB, wait);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
