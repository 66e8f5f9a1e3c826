package io.hfdownloader.transfer.engine;

import java.util.function.LongUnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AllowanceTest {

    private static final long HALF_SECOND = 500_000_000;

    private final Allowance allowance = new Allowance(new EngineUnderTest.Settings(), 0);

    @Test
    void beginsWithOneConnectionAndHasAFewAfterGoodAnswers() {
        assertThat(allowance.now()).isEqualTo(1);
        allowance.answered();
        allowance.answered();
        allowance.answered();
        assertThat(allowance.now()).isEqualTo(4);
    }

    @Test
    void addsConnectionsWhileEachBringsThroughput() {
        observeFor(5, connections -> connections * 10_000_000L);

        assertThat(allowance.now()).isEqualTo(8);
    }

    @Test
    void staysWhereItIsWhenMoreConnectionsBringNothing() {
        observeFor(5, connections -> 100_000_000L);

        assertThat(allowance.now()).isBetween(4, 6);
    }

    @Test
    void halvesWhenTheRateCollapsesForSecondsAndNotForAHiccup() {
        observeFor(5, connections -> connections * 10_000_000L);
        long bytes = 1_000_000_000;
        long now = 10 * HALF_SECOND;
        for (int i = 0; i < 5; i++) {
            now += HALF_SECOND;
            allowance.observe(now, allowance.now(), bytes);
        }
        bytes += 40_000_000;
        now += HALF_SECOND;
        allowance.observe(now, allowance.now(), bytes);
        assertThat(allowance.now()).isEqualTo(8);

        for (int i = 0; i < 6; i++) {
            now += HALF_SECOND;
            allowance.observe(now, allowance.now(), bytes);
        }
        assertThat(allowance.now()).isEqualTo(4);
    }

    @Test
    void keepsToWhatTheServerAllowsAndTriesOneMoreMuchLater() {
        observeFor(5, connections -> connections * 10_000_000L);
        allowance.refused(3);
        assertThat(allowance.now()).isEqualTo(3);

        allowance.answered();
        assertThat(allowance.now()).isEqualTo(3);
        for (int i = 0; i < 16; i++) {
            allowance.segmentDone();
        }
        assertThat(allowance.ceiling()).isEqualTo(4);
    }

    @Test
    void neverFallsBelowOneConnection() {
        allowance.failed(0);
        allowance.refused(0);
        assertThat(allowance.now()).isEqualTo(1);
    }

    private void observeFor(int seconds, LongUnaryOperator bytesPerSecond) {
        allowance.answered();
        allowance.answered();
        long bytes = 0;
        for (long now = HALF_SECOND; now <= seconds * 2 * HALF_SECOND; now += HALF_SECOND) {
            bytes += bytesPerSecond.applyAsLong(allowance.now()) / 2;
            allowance.observe(now, allowance.now(), bytes);
        }
    }
}
