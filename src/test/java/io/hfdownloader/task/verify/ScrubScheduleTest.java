package io.hfdownloader.task.verify;

import java.time.LocalDateTime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class ScrubScheduleTest {

    /** 2026-11-29 is a Sunday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun 02:00-06:00 = 50M | 2026-11-29T02:00 | 50000000",
                "Sun 02:00-06:00 = 50M | 2026-11-29T06:00 | -1",
                "Sun 02:00-06:00 = 50M | 2026-11-30T03:00 | -1",
                "sunday 2:00-6:00=50MB/s | 2026-11-29T05:59 | 50000000",
                "Sat 22:00-02:00 = 1Gi | 2026-11-29T01:00 | 1073741824",
                "Sat 22:00-02:00 = 1Gi | 2026-11-28T01:00 | -1",
                "03:00-04:00 = 1.5M | 2026-12-02T03:30 | 1500000",
                "Fri-Mon 00:00-24:00 = 9 | 2026-11-30T23:59 | 9",
                "Fri-Mon 00:00-24:00 = 9 | 2026-12-01T00:00 | -1",
                "Mon 01:00-02:00 = 1M, Tue 01:00-02:00 = 2M | 2026-12-01T01:30 | 2000000",
                "off | 2026-12-01T01:30 | -1"
            })
    void tellsTheRateOfAMoment(String text, String moment, long rate) {
        assertThat(ScrubSchedule.parse(text).at(LocalDateTime.parse(moment)).orElse(-1))
                .isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on",
                "50M",
                "Sun = 50M",
                "Sun 02:00-06:00",
                "Sun 02:00-02:00 = 1M",
                "Foo 02:00-06:00 = 1M",
                "Sun 25:00-26:00 = 1M",
                "Sun 02:00-06:00 = fast",
                "Sun 02:00-06:00 = 0",
                ","
            })
    void saysHowToWriteIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScrubSchedule.parse(text))
                .withMessageContaining("Sun 02:00-06:00 = 50M");
    }

    @Test
    void isOffUnlessItIsSet() {
        assertThat(ScrubSchedule.parse("").isOff()).isTrue();
        assertThat(ScrubSchedule.parse(" OFF ").isOff()).isTrue();
    }
}
