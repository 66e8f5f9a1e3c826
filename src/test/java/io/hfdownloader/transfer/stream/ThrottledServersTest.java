package io.hfdownloader.transfer.stream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.hfdownloader.network.WebAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ThrottledServersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final WebAddress SERVER =
            WebAddress.parse("https://cdn.example/a").orElseThrow();

    private long now;
    private final ThrottledServers servers = new ThrottledServers(CLOCK, () -> now);

    @Test
    void whatOneIsToldTheOthersHear() {
        servers.pause("one", SERVER, Duration.ofSeconds(40), "slow down");

        RefusedException refusal =
                servers.refusal("other", address("https://cdn.example/b")).orElseThrow();

        assertThat(refusal.kind()).isEqualTo(RefusedException.Kind.THROTTLED);
        assertThat(refusal).hasMessage("slow down");
        assertThat(refusal.retryAt()).contains(Instant.EPOCH.plusSeconds(40));
        assertThat(servers.refusal("other", address("https://other.example/b"))).isEmpty();
    }

    @Test
    void aPauseEndsAndTheLongestCounts() {
        servers.pause("one", SERVER, Duration.ofSeconds(40), "slow down");
        servers.pause("one", SERVER, Duration.ofSeconds(20), "slow");
        now = Duration.ofSeconds(39).toNanos();
        assertThat(servers.refusal("one", SERVER)).isPresent();
        now = Duration.ofSeconds(40).toNanos();
        assertThat(servers.refusal("one", SERVER)).isEmpty();
    }

    @Test
    void aPauseForWhichNobodyWaitsIsForgotten() {
        servers.pause("one", SERVER, Duration.ofSeconds(40), "slow down");
        assertThat(servers.refusal("other", SERVER)).isPresent();
        servers.forget("one");
        assertThat(servers.refusal("other", SERVER)).isPresent();
        servers.forget("other");
        assertThat(servers.refusal("new", SERVER)).isEmpty();
    }

    @Test
    void noServerPausesUsForMoreThanAnHour() {
        servers.pause("one", SERVER, Duration.ofDays(4), "slow down");
        now = Duration.ofHours(1).toNanos();
        assertThat(servers.refusal("one", SERVER)).isEmpty();
    }

    private static WebAddress address(String text) {
        return WebAddress.parse(text).orElseThrow();
    }
}
