package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import io.hfdownloader.transfer.stream.RefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RetryBackoffTest {

    private final EngineFixture.Settings settings = new EngineFixture.Settings().retries(3, Duration.ofSeconds(1));
    private final RetryBackoff retryBackoff = new RetryBackoff(settings);

    @Test
    void isExhaustedAfterTheConfiguredTriesThatBroughtNothing() {
        for (int i = 0; i < 3; i++) {
            fail();
            assertThat(retryBackoff.isExhausted(3)).isFalse();
        }
        fail();
        assertThat(retryBackoff.isExhausted(3)).isTrue();
    }

    @Test
    void countsAnewWithEachNewByte() {
        for (int i = 0; i < 100; i++) {
            retryBackoff.receivedNewBytes();
            fail();
            assertThat(retryBackoff.tries()).isEqualTo(1);
        }
    }

    @Test
    void waitsLongerWithEachTryButNeverMoreThanTwoMinutes() {
        long last = 0;
        for (int i = 0; i < 30; i++) {
            retryBackoff.tryFailed();
            last = retryBackoff.delayMillis(new IOException("cut"));
            assertThat(last).isBetween(1_000L, 150_000L);
        }
        assertThat(last).isGreaterThanOrEqualTo(120_000L);
    }

    @Test
    void outlastsANetworkThatIsAwayForFiveMinutes() {
        RetryBackoff usual = new RetryBackoff(new EngineFixture.Settings().retries(8, Duration.ofSeconds(2)));
        long waited = 0;
        usual.tryFailed();
        while (!usual.isExhausted(8)) {
            waited += usual.delayMillis(new IOException("no route"));
            usual.tryFailed();
        }
        assertThat(waited).isGreaterThan(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void goesOnAlmostAtOnceWhereBytesCame() {
        retryBackoff.receivedNewBytes();
        retryBackoff.tryFailed();

        assertThat(retryBackoff.delayMillis(new IOException("cut"))).isLessThanOrEqualTo(250);
    }

    @Test
    void waitsAsLongAsTheServerSaysAndHardlyLonger() {
        retryBackoff.tryFailed();
        var refusal = new RefusedException(
                RefusedException.Kind.THROTTLED, "slow down", Instant.now().plusSeconds(40));

        assertThat(retryBackoff.delayMillis(refusal)).isBetween(38_000L, 42_000L);
    }

    private void fail() {
        retryBackoff.tryFailed();
        retryBackoff.delayMillis(new IOException("cut"));
    }
}
