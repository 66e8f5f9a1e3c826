package io.hfdownloader.transfer.xet;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class StorageCircuitBreakerTest {

    private long now = Long.MAX_VALUE - 1_000; // which overflows soon
    private final StorageCircuitBreaker breaker = new StorageCircuitBreaker(() -> now);

    @Test
    void allMayUseAStorageThatIsWell() {
        assertThat(breaker.tryUse()).isTrue();
        assertThat(breaker.tryUse()).isTrue();
    }

    @Test
    void nobodyAsksAStorageThatWasFoundDown() {
        fail();
        pass(Duration.ofSeconds(299));
        assertThat(breaker.tryUse()).isFalse();
    }

    @Test
    void oneFindsOutForAllWhetherItIsBack() {
        fail();
        pass(Duration.ofSeconds(301));
        assertThat(breaker.tryUse()).isTrue();
        assertThat(breaker.tryUse()).isFalse();

        breaker.recordSuccess();

        assertThat(breaker.tryUse()).isTrue();
        assertThat(breaker.tryUse()).isTrue();
    }

    @Test
    void itIsAskedLessOftenTheLongerItIsDown() {
        fail();
        pass(Duration.ofSeconds(301));
        assertThat(breaker.tryUse()).isTrue();
        fail();
        pass(Duration.ofSeconds(599));
        assertThat(breaker.tryUse()).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(breaker.tryUse()).isTrue();
    }

    @Test
    void whoFindsOutNothingDoesNotHoldUpTheOthersForEver() {
        fail();
        pass(Duration.ofSeconds(301));
        assertThat(breaker.tryUse()).isTrue();
        pass(Duration.ofSeconds(61));
        assertThat(breaker.tryUse()).isTrue();
    }

    @Test
    void ofManyThatFindOutTheSameTheFirstCounts() {
        int before = breaker.openings();
        for (int i = 0; i < 16; i++) {
            breaker.recordFailure(before);
        }
        assertThat(breaker.openings()).isEqualTo(before + 1);
        pass(Duration.ofSeconds(301));
        assertThat(breaker.tryUse()).isTrue();
    }

    private void fail() {
        breaker.recordFailure(breaker.openings());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
