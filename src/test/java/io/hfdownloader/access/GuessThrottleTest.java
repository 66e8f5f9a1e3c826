package io.hfdownloader.access;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class GuessThrottleTest {

    private final TestClock clock = new TestClock();
    private final GuessThrottle throttle = new GuessThrottle(clock);

    @Test
    void whoGuessesAgainAndAgainWaitsTwiceAsLongEachTime() {
        for (int i = 0; i < GuessThrottle.FREE; i++) {
            assertThat(throttle.begin("a")).isZero();
        }
        Duration expected = GuessThrottle.FIRST_WAIT;
        for (int i = 0; i < 12; i++) {
            Duration wait = throttle.begin("a");
            assertThat(wait).isEqualTo(expected);
            assertThat(throttle.begin("a")).as("asking changes nothing").isEqualTo(wait);
            clock.pass(wait);
            assertThat(throttle.begin("a")).isZero();
            expected = expected.multipliedBy(2).compareTo(GuessThrottle.LONGEST_WAIT) > 0
                    ? GuessThrottle.LONGEST_WAIT
                    : expected.multipliedBy(2);
        }
        assertThat(throttle.begin("b")).as("another address").isZero();
    }

    @Test
    void whoIsRightBeginsAnewAndWhoIsQuietForAnHourToo() {
        for (int i = 0; i < GuessThrottle.FREE; i++) {
            assertThat(throttle.begin("a")).isZero();
            assertThat(throttle.begin("b")).isZero();
        }
        throttle.succeeded("a");
        assertThat(throttle.begin("a")).isZero();
        assertThat(throttle.begin("b")).isPositive();
        clock.pass(Duration.ofMinutes(61));
        for (int i = 0; i < GuessThrottle.FREE; i++) {
            assertThat(throttle.begin("b")).isZero();
        }
    }

    @Test
    void manyAddressesTogetherAreSlowedDownButNotTheOneThatSomebodyHasLoggedInFrom() {
        assertThat(throttle.begin("home")).isZero();
        throttle.succeeded("home");
        int tried = 0;
        for (int i = 0; i < 1_000; i++) {
            tried += throttle.begin("net" + i).isZero() ? 1 : 0;
        }
        assertThat(tried).isEqualTo(GuessThrottle.FREE_OVERALL);
        assertThat(throttle.begin("home")).isZero();
        clock.pass(Duration.ofMinutes(1));
        tried = 0;
        for (int i = 0; i < 1_000; i++) {
            tried += throttle.begin("later" + i).isZero() ? 1 : 0;
        }
        assertThat(tried).as("one in ten seconds").isEqualTo(6);
    }

    @Test
    void theTableHasAnEnd() {
        for (int i = 0; i < 30_000; i++) {
            Duration unused = throttle.begin("net" + i);
            clock.pass(Duration.ofSeconds(11));
        }
        assertThat(throttle.size()).isEqualTo(GuessThrottle.MAX_NETWORKS);
    }

    @Test
    void aTryThatDidNotTakePlaceIsNotCounted() {
        for (int i = 0; i < 500; i++) {
            assertThat(throttle.begin("a")).isZero();
            throttle.takeBack("a");
        }
    }
}
