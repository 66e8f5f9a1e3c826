package io.hfdownloader.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import io.quarkus.runtime.configuration.DurationConverter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Supervisors that give a service some seconds to end do not have to kill it. */
@Tag("fast")
class ShutdownLimitsTest {

    @Test
    void allStepsOfTheEndTogetherTakeFiveSecondsAtMost() {
        Duration together = ShutdownLimits.REQUESTS
                .plus(ShutdownLimits.DOWNLOADS)
                .plus(ShutdownLimits.HOOKS.multipliedBy(2))
                .plus(ShutdownLimits.STATE.multipliedBy(2))
                .plus(ShutdownLimits.DISK_WORKERS)
                .plus(ShutdownLimits.LOCK.multipliedBy(2))
                .plus(ShutdownLimits.WORKERS);
        assertThat(together).isLessThanOrEqualTo(ShutdownLimits.ALL);
        assertThat(ShutdownLimits.ALL).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theStepsOfQuarkusAreSetToWhatIsCountedHere() throws IOException {
        Properties settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        assertThat(duration(settings, "quarkus.shutdown.timeout")).isEqualTo(ShutdownLimits.REQUESTS);
        assertThat(duration(settings, "quarkus.thread-pool.shutdown-timeout")).isEqualTo(ShutdownLimits.WORKERS);
    }

    private static Duration duration(Properties settings, String name) {
        return DurationConverter.parseDuration(settings.getProperty(name));
    }
}
