package io.hfdownloader.transfer.engine;

import java.util.function.LongUnaryOperator;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ConnectionWindowTest {

    private static final long HALF_SECOND = 500_000_000;

    private final ConnectionWindow connectionWindow = new ConnectionWindow(new EngineFixture.Settings(), 0);

    @Test
    void beginsWithOneConnectionAndHasAFewAfterGoodAnswers() {
        assertThat(connectionWindow.size()).isEqualTo(1);
        connectionWindow.responseReceived();
        connectionWindow.responseReceived();
        connectionWindow.responseReceived();
        assertThat(connectionWindow.size()).isEqualTo(4);
    }

    @Test
    void addsConnectionsWhileEachBringsThroughput() {
        observeFor(5, connections -> connections * 10_000_000L);

        assertThat(connectionWindow.size()).isEqualTo(8);
    }

    @Test
    void staysWhereItIsWhenMoreConnectionsBringNothing() {
        observeFor(5, connections -> 100_000_000L);

        assertThat(connectionWindow.size()).isBetween(4, 6);
    }

    @Test
    void halvesWhenTheRateCollapsesForSecondsAndNotForAHiccup() {
        observeFor(5, connections -> connections * 10_000_000L);
        long bytes = 1_000_000_000;
        long now = 10 * HALF_SECOND;
        for (int i = 0; i < 5; i++) {
            now += HALF_SECOND;
            connectionWindow.observe(now, connectionWindow.size(), bytes);
        }
        bytes += 40_000_000;
        now += HALF_SECOND;
        connectionWindow.observe(now, connectionWindow.size(), bytes);
        assertThat(connectionWindow.size()).isEqualTo(8);

        for (int i = 0; i < 6; i++) {
            now += HALF_SECOND;
            connectionWindow.observe(now, connectionWindow.size(), bytes);
        }
        assertThat(connectionWindow.size()).isEqualTo(4);
    }

    @Test
    void keepsToWhatTheServerAllowsAndTriesOneMoreMuchLater() {
        observeFor(5, connections -> connections * 10_000_000L);
        connectionWindow.connectionRefused(3);
        assertThat(connectionWindow.size()).isEqualTo(3);

        connectionWindow.responseReceived();
        assertThat(connectionWindow.size()).isEqualTo(3);
        for (int i = 0; i < 16; i++) {
            connectionWindow.segmentCompleted();
        }
        assertThat(connectionWindow.ceiling()).isEqualTo(4);
    }

    @Test
    void neverFallsBelowOneConnection() {
        connectionWindow.connectionFailed(0);
        connectionWindow.connectionRefused(0);
        assertThat(connectionWindow.size()).isEqualTo(1);
    }

    private void observeFor(int seconds, LongUnaryOperator bytesPerSecond) {
        connectionWindow.responseReceived();
        connectionWindow.responseReceived();
        long bytes = 0;
        for (long now = HALF_SECOND; now <= seconds * 2 * HALF_SECOND; now += HALF_SECOND) {
            bytes += bytesPerSecond.applyAsLong(connectionWindow.size()) / 2;
            connectionWindow.observe(now, connectionWindow.size(), bytes);
        }
    }
}
