package io.hfdownloader.variant;

import java.time.Duration;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*.json, a/b/c.json, true",
        "*.json, config.json, true",
        "*.json, .hidden.json, true",
        "**/*.json, config.json, false",
        "**/*.json, a/config.json, true",
        "data, data/x, false",
        "data/, data/x/y, true",
        "'data\\', data/x, true",
        "data/x, 'data\\x', true",
        "x[[]1].txt, x[1].txt, true",
        "x[1.txt, x[1.txt, true",
        "*.JSON, config.json, false",
        "?.bin, é.bin, true",
        "?.bin, 🙂.bin, true",
        "a?b, a/b, true",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "[]]x, ]x, true",
        "[a-]x, -x, true",
        "[z-a]x, bx, false",
        "'{a,b}', a, false",
        "*, anything/at/all, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "*aab, aaaab, true"
    })
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
