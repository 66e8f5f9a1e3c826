package io.hfdownloader.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RetryAfterTest {

    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

    /** The clock of this machine is decades away from the server's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:50:37 GMT|60",
                "Mon, 06 Nov 1994 08:50:37 GMT|60",
                "06 Nov 1994 08:50:37 GMT|60",
                "6 Nov 1994 08:50:37 +0000|60",
                "Sunday, 06-Nov-94 08:50:37 GMT|60",
                "Sun Nov  6 08:50:37 1994|60",
                "Sun, 06 Nov 1994 09:49:36 GMT|3599",
                "Wed, 06 Nov 2094 08:49:37 GMT|3600",
            })
    void aDateIsAMomentByTheClockOfTheServer(String date, long seconds) {
        assertThat(RetryAfter.of(429, headers("Retry-After", date).add("Date", DATE)))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon"})
    void withoutTheServersClockOursHasToDo(String date) {
        String inAMinute = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(60).atZone(ZoneOffset.UTC));
        assertThat(RetryAfter.of(503, headers("Retry-After", inAMinute).add("Date", date))
                        .orElseThrow())
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({"40, 40000", "' 1 ', 1000", "1.5, 1500", "3601, 3600000", "99999999999999999999, 3600000"})
    void secondsAreBounded(String value, long millis) {
        assertThat(RetryAfter.of(503, headers("Retry-After", value))).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-5",
                "",
                "soon",
                "1h",
                "1e9",
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1990 08:49:37 GMT",
                "Sun, 99 Nov 1994 08:49:37 GMT"
            })
    void whatTellsNoWaitIsNone(String value) {
        assertThat(RetryAfter.of(429, headers("Retry-After", value).add("Date", DATE)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"api\";r=0;t=295|296",
                "\"api\";t=295;r=0|296",
                "\"pages\";r=7;t=900, \"resolvers\";r=0;t=30, \"api\";r=0;t=20|31",
                "\"api\";r=0;t=99999999999999|3600",
            })
    void aWindowThatIsUsedUpIsWaitedFor(String window, long seconds) {
        assertThat(RetryAfter.of(429, headers("RateLimit", window).add("Retry-After", "5")))
                .contains(Duration.ofSeconds(seconds));
        assertThat(RetryAfter.of(503, headers("RateLimit", window).add("Retry-After", "5")))
                .as("an error is no limit")
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void ofAWindowWithSomethingLeftTheLimitIsAnother() {
        assertThat(RetryAfter.of(429, headers("RateLimit", "\"api\";r=5;t=295").add("Retry-After", "5")))
                .contains(Duration.ofSeconds(5));
        assertThat(RetryAfter.of(429, headers("RateLimit", "\"api\";r=5;t=295")))
                .isEmpty();
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
