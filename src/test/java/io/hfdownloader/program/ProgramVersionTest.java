package io.hfdownloader.program;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ProgramVersionTest {

    @Test
    void isThatOfTheBuildAndNoneThatIsOnItsWay() {
        assertThat(ProgramVersion.TEXT).matches("\\d+\\.\\d+\\.\\d+");
    }
}
