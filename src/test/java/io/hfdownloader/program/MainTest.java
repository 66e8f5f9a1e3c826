package io.hfdownloader.program;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MainTest {

    @Test
    void runsTheServiceWithoutAWordOrWithServe() {
        assertThat(Main.unknown()).isEmpty();
        assertThat(Main.unknown("serve", "-Dquarkus.http.port=5001")).isEmpty();
    }

    @Test
    void aMisspeltWordIsNotTakenForTheService() {
        assertThat(Main.unknown("--versoin")).contains("--versoin");
        assertThat(Main.unknown("serve", "now")).contains("now");
    }
}
