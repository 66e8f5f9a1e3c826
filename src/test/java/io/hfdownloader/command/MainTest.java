package io.hfdownloader.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.hfdownloader.program.ProgramVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MainTest {

    @Test
    void runsTheServiceWithoutAWordOrWithServe() {
        assertThat(Main.isService()).isTrue();
        assertThat(Main.isService("serve", "-Dquarkus.http.port=5001")).isTrue();
    }

    @Test
    void aMisspeltWordIsNotTakenForTheService() {
        assertThat(Main.isService("--versoin")).isFalse();
        assertThat(Main.isService("serve", "now")).isFalse();
    }

    @Test
    void printsTheVersionInPlaceOfAStart() {
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
