package io.hfdownloader.web.page;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "999, 999 bytes",
        "1000, 1.00 kB",
        "1049, 1.04 kB",
        "10499, 10.4 kB",
        "999999, 999 kB",
        "1000000, 1.00 MB",
        "4920734656, 4.92 GB",
        "4999999999, 4.99 GB",
        "1000204886016, 1.00 TB",
        "9223372036854775807, 9223 PB"
    })
    void sizesHaveThreeDigitsAndAreNeverRoundedUp(long bytes, String text) {
        assertThat(Formats.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59, 59 s",
        "60, 1 min",
        "205, 3 min 25 s",
        "3600, 1 h",
        "7500, 2 h 5 min",
        "86399, 23 h 59 min",
        "180000, 2 d 2 h"
    })
    void durationsHaveTheirTwoLargestUnits(long seconds, String text) {
        assertThat(Formats.duration(seconds, UnitNames.ENGLISH)).isEqualTo(text);
    }

    @Test
    void whatIsNotKnownIsADash() {
        assertThat(Formats.rate(null, UnitNames.ENGLISH)).isEqualTo("–");
        assertThat(Formats.duration(null, UnitNames.ENGLISH)).isEqualTo("–");
    }

    @Test
    void exactSizesAreGroupedInThousands() {
        assertThat(Formats.exactPart(1_234_567, 4_920_734_656L, UnitNames.ENGLISH))
                .isEqualTo("1,234,567 of 4,920,734,656 bytes");
        assertThat(Formats.exactBytes(1, UnitNames.ENGLISH)).isEqualTo("1 byte");
    }

    @Test
    void timesAreToTheMinuteInUtc() {
        assertThat(Formats.time(Instant.parse("2026-11-23T18:05:59Z"))).isEqualTo("2026-11-23 18:05 UTC");
    }
}
