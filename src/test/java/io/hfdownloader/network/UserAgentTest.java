package io.hfdownloader.network;

import io.hfdownloader.program.ProgramVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class UserAgentTest {

    @Test
    void namesTheProgramWithItsVersion() {
        assertThat(UserAgent.TEXT).startsWith("hf-downloader/" + ProgramVersion.TEXT + "; java/");
    }
}
