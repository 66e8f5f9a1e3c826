package io.hfdownloader.standin.http;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A clock set by hand, in milliseconds. */
@Tag("fast")
class PacerTest {

    private static final long MILLI = 1_000_000;
    private static final long RATE = 1_000_000; // a thousand bytes are a millisecond

    private final Pacer pacer = new Pacer(-5 * MILLI);

    @Test
    void waitsForAsLongAsWhatWasSentTakes() {
        pacer.start(0);
        assertThat(pacer.waitNanos(0)).isZero();
        pacer.sent(20_000, RATE);
        assertThat(pacer.waitNanos(0)).isEqualTo(20 * MILLI);
        assertThat(pacer.waitNanos(15 * MILLI)).isEqualTo(5 * MILLI);
        assertThat(pacer.waitNanos(20 * MILLI)).isZero();
    }

    @Test
    void goesOnWithTheNextBody() {
        pacer.start(0);
        pacer.sent(100_000, RATE);
        pacer.start(10 * MILLI);
        assertThat(pacer.waitNanos(10 * MILLI)).isEqualTo(90 * MILLI);
    }

    @Test
    void makesUpForALateTimer() {
        pacer.start(0);
        pacer.sent(20_000, RATE);
        assertThat(pacer.waitNanos(30 * MILLI)).isZero();
        pacer.sent(20_000, RATE);
        assertThat(pacer.waitNanos(30 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void doesNotMakeUpForALongPause() {
        pacer.start(0);
        assertThat(pacer.waitNanos(1_000 * MILLI)).isZero();
        pacer.sent(60_000, RATE);
        assertThat(pacer.waitNanos(1_000 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void doesNotMakeUpForATimeWithoutAnyBody() {
        pacer.start(0);
        pacer.sent(20_000, RATE);
        pacer.start(40 * MILLI);
        pacer.sent(20_000, RATE);
        assertThat(pacer.waitNanos(40 * MILLI)).isEqualTo(20 * MILLI);
    }
}
