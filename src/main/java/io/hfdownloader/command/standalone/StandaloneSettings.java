package io.hfdownloader.command.standalone;

import java.util.Locale;
import java.util.Map;

/** How the program is set when it is there for one download of a command. */
public final class StandaloneSettings {

    private static final Map<String, String> FIXED = Map.of(
            "quarkus.http.host-enabled", "false",
            "hf-downloader.resume-queue", "false",
            "quarkus.log.console.stderr", "true");

    /** What went wrong with the download, the command tells by itself. */
    private static final Map<String, String> USUAL = Map.of("quarkus.log.console.level", "ERROR");

    private StandaloneSettings() {}

    /** Before anything of Quarkus is started. */
    public static void apply() {
        FIXED.forEach(System::setProperty);
        USUAL.forEach((name, value) -> {
            String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
            if (System.getProperty(name) == null && System.getenv(variable) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
