package io.hfdownloader.transfer.limit;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.PriorityQueue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

@Tag("fast")
class BandwidthLimitTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "20M, 20000000",
        "20m, 20000000",
        "20Mi, 20971520",
        "500K, 500000",
        "500kib, 512000",
        "1G, 1000000000",
        "1.5G, 1500000000",
        "0.001K, 1",
        "1234, 1234",
        "1234B, 1234",
        "5MB, 5000000",
        "20mb, 20000000",
        "20mib/s, 20971520",
        "00:00-24:00 = 3M, 3000000",
        "5 MB/s, 5000000",
        "5 MiB/s, 5242880",
        "unlimited, 0",
        "'', 0"
    })
    void readsAmountsWithSuffixes(String text, long bytes) {
        assertThat(BandwidthSchedule.parse(text).at(LocalTime.NOON)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fast",
                "-1",
                "0",
                "20X",
                "1.M",
                ".5M",
                "1,5M",
                "0.5",
                "20i",
                "20iB",
                "M",
                "22:00-25:00 = 1M",
                "22-23 = 1M",
                "999999999999999T"
            })
    void saysHowToWriteWhatItCannotRead(String text) {
        assertThatThrownBy(() -> BandwidthSchedule.parse(text)).hasMessageContaining("such as 20M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20Mb", "20 Mb/s", "20Kb", "1.5Gb", "20Mib", "20MIb", "1Tb/S", "5M, 22:00-07:00 = 20Mb"})
    void bitsAreNotTakenForBytes(String text) {
        assertThatThrownBy(() -> BandwidthSchedule.parse(text)).hasMessageContaining("counts bits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22:00-22:00 = 1M",
                "0:00-00:00 = 1M",
                "24:00-00:00 = 1M",
                "24:00-24:00 = 1M",
                "5M, 7:00 - 07:00=2M"
            })
    void hoursThatEndWhenTheyStartAreRefused(String text) {
        assertThatThrownBy(() -> BandwidthSchedule.parse(text)).hasMessageContaining("ends when it starts");
    }

    @ParameterizedTest
    @CsvSource({"21:59, 5000000", "22:00, 0", "03:00, 0", "06:59, 0", "07:00, 5000000", "12:30, 1000000"})
    void keepsToASchedule(LocalTime time, long bytes) {
        BandwidthSchedule plan = BandwidthSchedule.parse("5M, 22:00-07:00 = unlimited; 12:00-13:00=1M");

        assertThat(plan.at(time)).isEqualTo(bytes);
    }

    @Test
    void letsBytesPassAtTheLimitOverTime() {
        BandwidthLimit limit = limit("1000");
        long now = 0;
        long passed = 0;
        while (now < 60_000_000_000L) {
            now = limit.reserve(100, now);
            passed += 100;
        }

        assertThat(passed).isBetween(60_000L - 300, 60_000L + 300);
    }

    /** As connections do: each asks when it may read on, and does so then. */
    @ParameterizedTest
    @CsvSource({"20M, 16, 65536", "1M, 8, 65536", "100K, 8, 16384", "500M, 64, 65536"})
    void letsBytesPassAtTheLimitOverManyConnections(String text, int connections, int block) {
        BandwidthLimit limit = limit(text);
        long perSecond = BandwidthSchedule.parse(text).at(LocalTime.NOON);
        PriorityQueue<Long> readOnAt = new PriorityQueue<>();
        for (int i = 0; i < connections; i++) {
            readOnAt.add(0L);
        }
        long end = 60_000_000_000L;
        long passed = 0;
        while (readOnAt.peek() < end) {
            readOnAt.add(limit.reserve(block, readOnAt.remove()));
            passed += block;
        }

        assertThat((double) passed).isCloseTo(60.0 * perSecond, withinPercentage(5));
    }

    @Test
    void holdsBackFromTheMomentItIsLowered() {
        BandwidthLimit limit = limit("");
        assertThat(limit.reserve(1L << 40, 5)).isEqualTo(5);

        limit.change(BandwidthSchedule.parse("1000"), 10);

        assertThat(limit.reserve(2_000, 10)).isGreaterThan(1_700_000_000L);
    }

    @Test
    void doesNotSaveUpForMoreThanAMoment() {
        BandwidthLimit limit = limit("1000");
        long minute = 60_000_000_000L;

        assertThat(limit.reserve(200, minute)).isEqualTo(minute);
        assertThat(limit.reserve(1_000, minute) - minute).isGreaterThan(900_000_000L);
    }

    @Test
    void isNoLimitWhenNothingIsConfigured() {
        assertThat(limit("").reserve(1L << 40, 5)).isEqualTo(5);
    }

    @Test
    void freesThoseWhoWaitWhenItChanges() {
        BandwidthLimit limit = limit("10");
        int before = limit.version(0);
        assertThat(limit.reserve(1_000, 0)).isGreaterThan(90_000_000_000L);

        limit.change(BandwidthSchedule.parse("unlimited"), 1);

        assertThat(limit.version(1)).isNotEqualTo(before);
        assertThat(limit.reserve(1_000, 1)).isEqualTo(1);
    }

    private static BandwidthLimit limit(String text) {
        return new BandwidthLimit(BandwidthSchedule.parse(text), NOON, 0);
    }
}
