package io.hfdownloader.hub.search;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class ParameterRangeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "8000000000, 8000000000",
        "8B, 8000000000",
        "1.5b, 1500000000",
        "0.5B, 500000000",
        "500M, 500000000",
        "12.345k, 12345",
        "1T, 1000000000000"
    })
    void aNumberIsReadWithItsUnit(String text, long count) {
        assertThat(ParameterRange.count(text)).hasValue(count);
        assertThat(text).matches(ParameterRange.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "-1B",
                "+1",
                "8 B",
                "8GB",
                "1e9",
                "1,5B",
                ".5B",
                "8.B",
                "٨B",
                "99999T",
                "9999999999999999"
            })
    void whatIsNoNumberOfParametersIsNone(String text) {
        assertThat(ParameterRange.count(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 500000000, 0, 1000000000",
        "1500000000, 7999999999, 1000000000, 8000000000",
        "3000000000, 8000000000, 3000000000, 8000000000",
        "999999999, 0x7fffffffffffffff, 0, 0x7fffffffffffffff",
        "0, 0, 0, 1000000000"
    })
    void whatTheHubIsAskedForIsNeverLessThanWhatIsWanted(String min, String max, String widerMin, String widerMax) {
        ParameterRange range = new ParameterRange(Long.decode(min), Long.decode(max));
        assertThat(range.inBillions()).isEqualTo(new ParameterRange(Long.decode(widerMin), Long.decode(widerMax)));
    }

    @Test
    void theBoundsBelongToTheRange() {
        ParameterRange range = new ParameterRange(3, 8);
        assertThat(range.contains(3)).isTrue();
        assertThat(range.contains(8)).isTrue();
        assertThat(range.contains(2)).isFalse();
        assertThat(range.contains(9)).isFalse();
        assertThat(ParameterRange.ANY.contains(0)).isTrue();
    }

    @Test
    void aRangeThatIsTheWrongWayRoundIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParameterRange(8, 3))
                .withMessageContaining("minParameters");
    }
}
