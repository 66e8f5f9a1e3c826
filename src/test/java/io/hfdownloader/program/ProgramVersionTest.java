package io.hfdownloader.program;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ProgramVersionTest {

    @Test
    void isThatOfTheBuildAndNoneThatIsOnItsWay() {
        assertThat(ProgramVersion.TEXT).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void isPrintedInPlaceOfAStart() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Main.main("--version");
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("hf-downloader " + ProgramVersion.TEXT);
    }
}
