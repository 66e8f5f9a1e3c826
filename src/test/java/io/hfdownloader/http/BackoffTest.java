package io.hfdownloader.http;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class BackoffTest {

    @Test
    void whoWasToldToWaitAsLongDoesNotComeBackAtTheSameMoment() {
        Set<Duration> waits = IntStream.range(0, 50)
                .mapToObj(number -> Backoff.spread(Duration.ofMinutes(5)))
                .collect(Collectors.toSet());
        assertThat(waits)
                .hasSizeGreaterThan(10)
                .allMatch(wait -> wait.compareTo(Duration.ofMinutes(5)) >= 0
                        && wait.compareTo(Duration.ofMinutes(5).plusSeconds(2)) <= 0);
        assertThat(Backoff.spread(Duration.ofSeconds(-1))).isZero();
    }

    private final Backoff backoff = new Backoff(Duration.ofSeconds(2));

    @Test
    void doublesTheWaitWithEachFailureAndAddsAQuarterAtMost() {
        for (int failures = 1; failures <= 6; failures++) {
            long least = 2_000L << (failures - 1);
            assertThat(backoff.after(failures).toMillis()).isBetween(least, least * 5 / 4);
        }
    }

    @Test
    void neverWaitsMuchLongerThanTwoMinutes() {
        for (Duration first : new Duration[] {Duration.ofMillis(1), Duration.ofSeconds(2), Duration.ofDays(400)}) {
            assertThat(new Backoff(first).after(Integer.MAX_VALUE).toMillis()).isBetween(120_000L, 150_000L);
        }
    }

    @Test
    void aShortDelayIsAQuarterOfTheFirstWaitAtMost() {
        assertThat(backoff.shortDelay(Duration.ofSeconds(9)).toMillis()).isBetween(0L, 500L);
        assertThat(backoff.shortDelay(Duration.ofMillis(3)).toMillis()).isBetween(0L, 3L);
    }

    @Test
    void takesNoAnswerForAWaitOfMoreThanAnHour() {
        assertThat(Backoff.bounded(Duration.ofDays(2))).isEqualTo(Duration.ofHours(1));
        assertThat(Backoff.bounded(Duration.ofSeconds(40))).isEqualTo(Duration.ofSeconds(40));
        assertThat(Backoff.bounded(Duration.ofSeconds(-40))).isZero();
    }
}
