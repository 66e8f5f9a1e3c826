package io.hfdownloader.variant.name;

import java.time.Duration;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The cases are those of {@code globs.test.js}, too: the browser shows what the server will fetch. */
@Tag("fast")
class GlobTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/parity/globs.csv", delimiter = '|', numLinesToSkip = 1)
    void followsPythonsRules(String pattern, String path, boolean matches) {
        assertThat(Glob.of(pattern).matches(path)).isEqualTo(matches);
    }

    @Test
    void staysFastOnAPatternMadeToBacktrack() {
        Glob hostile = Glob.of("*a".repeat(500) + "b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(hostile.matches("a".repeat(4_000))).isFalse());
    }

    @Test
    void refusesAPatternWithoutEnd() {
        assertThat(Glob.of("*".repeat(1_024)).matches("x")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Glob.of("a".repeat(1_025)));
    }
}
