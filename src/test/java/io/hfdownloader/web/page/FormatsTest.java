package io.hfdownloader.web.page;

import java.time.Instant;
import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The cases are those of {@code formats.test.js}, too: polling does not change a text's look. */
@Tag("fast")
class FormatsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvFileSource(resources = "/parity/sizes.csv", delimiter = '|', numLinesToSkip = 1)
    void sizesHaveThreeDigitsAndAreNeverRoundedUp(long bytes, String text) {
        assertThat(Formats.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/parity/durations.csv", delimiter = '|', numLinesToSkip = 1)
    void durationsHaveTheirTwoLargestUnits(long seconds, String text) {
        assertThat(Formats.duration(seconds, UnitNames.ENGLISH)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/parity/ago.csv", delimiter = '|', numLinesToSkip = 1)
    void timesAgoHaveTheirLargestUnit(long seconds, String text) {
        assertThat(Formats.ago(NOW.minusSeconds(seconds), NOW, Messages.in(Locale.ENGLISH)))
                .isEqualTo(text);
    }

    @Test
    void whatIsLongerAgoIsToldByItsDay() {
        assertThat(Formats.ago(Instant.parse("2025-12-31T11:59:59Z"), NOW, Messages.in(Locale.ENGLISH)))
                .isEqualTo("2025-12-31");
    }

    @ParameterizedTest
    @CsvSource({"999, 999", "1000, 1K", "350000000, 350M", "1099511627, 1.1B", "999999999, 1B", "671000000000, 671B"})
    void modelsAreCalledByTheNumberOfTheirParameters(long count, String text) {
        assertThat(Formats.parameters(count)).isEqualTo(text);
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
