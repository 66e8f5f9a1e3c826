package io.hfdownloader.command.terminal;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known of the standard input by its name. */
@Tag("fast")
class ScreenTest {

    @ParameterizedTest
    @CsvSource({
        "/dev/pts/0, TERMINAL",
        "/dev/tty1, TERMINAL",
        "/dev/console, TERMINAL",
        "/dev/null, NO_TERMINAL",
        "pipe:[1234], NO_TERMINAL",
        "socket:[1234], NO_TERMINAL",
        "/0,",
        "/dev/pts/3 (deleted),",
        "/dev/sclp_line0,",
        "/home/user/script.sh,"
    })
    void anInputThatIsNotSurelyOneOrTheOtherIsTested(String link, Screen.Input input) {
        if (input == null) {
            assertThat(Screen.Input.of(link)).isEmpty();
        } else {
            assertThat(Screen.Input.of(link)).hasValue(input);
        }
    }
}
