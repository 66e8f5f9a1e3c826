package io.hfdownloader.http;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class HttpStatusTest {

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
    void thesePass(int status) {
        assertThat(HttpStatus.isPassing(status)).isTrue();
        assertThat(HttpStatus.isThrottled(status)).isEqualTo(status == 429);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 206, 302, 400, 401, 403, 404, 409, 410, 416, 451})
    void theseDoNot(int status) {
        assertThat(HttpStatus.isPassing(status)).isFalse();
    }
}
