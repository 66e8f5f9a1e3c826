package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import io.hfdownloader.transfer.stream.RefusedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTest {

    private final EngineUnderTest.Settings settings = new EngineUnderTest.Settings().patient(3, Duration.ofSeconds(1));
    private final Patience patience = new Patience(settings);

    @Test
    void isAtItsEndAfterTheConfiguredTriesThatBroughtNothing() {
        for (int i = 0; i < 3; i++) {
            fail();
            assertThat(patience.isExhausted(3)).isFalse();
        }
        fail();
        assertThat(patience.isExhausted(3)).isTrue();
    }

    @Test
    void countsAnewWithEachNewByte() {
        for (int i = 0; i < 100; i++) {
            patience.sawNewBytes();
            fail();
            assertThat(patience.tries()).isEqualTo(1);
        }
    }

    @Test
    void waitsLongerWithEachTryButNeverMoreThanTwoMinutes() {
        long last = 0;
        for (int i = 0; i < 30; i++) {
            patience.failed();
            last = patience.delayMillis(new IOException("cut"));
            assertThat(last).isBetween(1_000L, 150_000L);
        }
        assertThat(last).isGreaterThanOrEqualTo(120_000L);
    }

    @Test
    void outlastsANetworkThatIsAwayForFiveMinutes() {
        Patience usual = new Patience(new EngineUnderTest.Settings().patient(8, Duration.ofSeconds(2)));
        long waited = 0;
        usual.failed();
        while (!usual.isExhausted(8)) {
            waited += usual.delayMillis(new IOException("no route"));
            usual.failed();
        }
        assertThat(waited).isGreaterThan(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void goesOnAlmostAtOnceWhereBytesCame() {
        patience.sawNewBytes();
        patience.failed();

        assertThat(patience.delayMillis(new IOException("cut"))).isLessThanOrEqualTo(250);
    }

    @Test
    void waitsAsLongAsTheServerSays() {
        patience.failed();
        var refusal = new RefusedException(
                RefusedException.Kind.THROTTLED, "slow down", Instant.now().plusSeconds(40));

        assertThat(patience.delayMillis(refusal)).isBetween(38_000L, 40_000L);
    }

    private void fail() {
        patience.failed();
        patience.delayMillis(new IOException("cut"));
    }
}
