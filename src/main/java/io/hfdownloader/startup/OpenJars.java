package io.hfdownloader.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.files.ProcessLimits;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * Keeps the jars of the program open, so that a class can be loaded when no file can be opened any more. Quarkus opens a jar when a class
 * of it is asked for, and whoever asks after that has failed waits for ever; the system's zip files share what is open
 * already. Two megabytes and 160 descriptors, where there are many.
 */
@Singleton
final class OpenJars {

    private static final String STARTED_JAR = "quarkus-run.jar";
    /** Of all descriptors the jars may take one in so many. */
    private static final int SHARE = 4;

    private final List<JarFile> open = new ArrayList<>();

    void open(@Observes StartupEvent event, LaunchMode mode) {
        Path started = Path.of(System.getProperty("java.class.path", ""));
        if (mode == LaunchMode.NORMAL && started.endsWith(STARTED_JAR)) {
            open(
                    started.resolveSibling("").toAbsolutePath(),
                    ProcessLimits.openFiles().orElse(Integer.MAX_VALUE) / SHARE);
        }
    }

    /** Opens those below a folder, or none when there are more. Blocks. */
    synchronized void open(Path folder, int most) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .limit(most + 1L)
                    .toList();
            if (jars.size() <= most) {
                for (Path jar : jars) {
                    open.add(new JarFile(jar.toFile()));
                }
            }
        } catch (IOException | UncheckedIOException unreadable) {
            close(); // the program runs without
        }
    }

    void stop(@Observes ShutdownEvent event) {
        close();
    }

    synchronized void close() {
        for (JarFile jar : open) {
            try {
                jar.close();
            } catch (IOException ended) {
                continue;
            }
        }
        open.clear();
    }
}
