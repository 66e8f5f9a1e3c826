package io.hfdownloader.standin.http;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A clock set by hand, in milliseconds. */
class PaceTest {

    private static final long MILLI = 1_000_000;
    private static final long RATE = 1_000_000; // a thousand bytes are a millisecond

    private final Pace pace = new Pace(-5 * MILLI);

    @Test
    void waitsForAsLongAsWhatWasSentTakes() {
        pace.begin(0);
        assertThat(pace.waitNanos(0)).isZero();
        pace.sent(20_000, RATE);
        assertThat(pace.waitNanos(0)).isEqualTo(20 * MILLI);
        assertThat(pace.waitNanos(15 * MILLI)).isEqualTo(5 * MILLI);
        assertThat(pace.waitNanos(20 * MILLI)).isZero();
    }

    @Test
    void goesOnWithTheNextBody() {
        pace.begin(0);
        pace.sent(100_000, RATE);
        pace.begin(10 * MILLI);
        assertThat(pace.waitNanos(10 * MILLI)).isEqualTo(90 * MILLI);
    }

    @Test
    void makesUpForALateTimer() {
        pace.begin(0);
        pace.sent(20_000, RATE);
        assertThat(pace.waitNanos(30 * MILLI)).isZero();
        pace.sent(20_000, RATE);
        assertThat(pace.waitNanos(30 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void doesNotMakeUpForALongPause() {
        pace.begin(0);
        assertThat(pace.waitNanos(1_000 * MILLI)).isZero();
        pace.sent(60_000, RATE);
        assertThat(pace.waitNanos(1_000 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void doesNotMakeUpForATimeWithoutAnyBody() {
        pace.begin(0);
        pace.sent(20_000, RATE);
        pace.begin(40 * MILLI);
        pace.sent(20_000, RATE);
        assertThat(pace.waitNanos(40 * MILLI)).isEqualTo(20 * MILLI);
    }
}
