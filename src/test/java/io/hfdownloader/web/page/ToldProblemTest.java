package io.hfdownloader.web.page;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ToldProblemTest {

    /** The script's test reads the same table. */
    @ParameterizedTest
    @CsvFileSource(resources = "/parity/told.csv", delimiter = '|', numLinesToSkip = 1)
    void aProblemIsToldWholeWhereAllThatItNamesIsKnown(
            String code, @Nullable String parameters, @Nullable String text) {
        Map<String, String> named = new HashMap<>();
        for (String pair : parameters == null ? new String[0] : parameters.split(",")) {
            named.put(pair.split("=")[0], pair.split("=")[1]);
        }
        assertThat(ToldProblem.tell(code, named, Messages.in(Locale.CHINESE)).orElse(null))
                .isEqualTo(text);
        assertThat(ToldProblem.tell(code, named, Messages.in(Locale.ENGLISH)))
                .as("the API speaks it")
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldAsItIs() {
        assertThat(ToldProblem.tell(
                        "hub-throttled",
                        Map.of("endpoint", "https://hub.example", "until", "soon"),
                        Messages.in(Locale.CHINESE)))
                .contains("https://hub.example 在 soon 之前限制请求频率。");
    }
}
