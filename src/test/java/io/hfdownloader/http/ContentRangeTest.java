package io.hfdownloader.http;

import java.util.OptionalLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ContentRangeTest {

    @Test
    void readsTheLastByteAsTheOneBeforeTheEnd() {
        assertThat(ContentRange.parse("bytes 0-0/10")).contains(new ContentRange(0, 1, OptionalLong.of(10)));
        assertThat(ContentRange.parse("bytes 5-9/*")).contains(new ContentRange(5, 10, OptionalLong.empty()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 5-4/10",
                "bytes */10",
                "bytes -1-4/10",
                "items 0-4/10",
                "bytes 0-9999999999999999999/*"
            })
    void readsNothingFromWhatCannotBeTrue(String header) {
        assertThat(ContentRange.parse(header)).isEmpty();
    }
}
