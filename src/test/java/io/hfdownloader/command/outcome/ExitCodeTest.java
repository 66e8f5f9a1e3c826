package io.hfdownloader.command.outcome;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What scripts learn of an end. */
@Tag("fast")
class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        "repo-not-found, 3",
        "revision-not-found, 3",
        "variant-not-found, 3",
        "model-not-found, 3",
        "download-not-found, 3",
        "repo-gated, 4",
        "repo-forbidden, 4",
        "token-invalid, 4",
        "disk-full, 5",
        "hub-unavailable, 6",
        "network, 6",
        "proxy-refused, 6",
        "bad-request, 2",
        "download-state, 1",
        "internal, 1",
        "a-kind-of-a-later-version, 1"
    })
    void isThatOfTheProblem(String slug, int status) {
        assertThat(ExitCode.of(slug).status()).isEqualTo(status);
    }

    @Test
    void statusesAreThoseOfTheContract() {
        assertThat(ExitCode.values()).extracting(ExitCode::status).containsExactly(0, 1, 2, 3, 4, 5, 6, 130);
    }
}
