package io.hfdownloader.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this program, as the build knows it: the one place that everything which tells it asks. */
public final class ProgramVersion {

    /** E.g. {@code 0.9.0}. */
    public static final String TEXT = read();

    private ProgramVersion() {}

    /**
     * From a resource that the build fills in and not from Quarkus' configuration: that is there only while the service
     * runs, and this is asked for before it starts and by tests of single classes.
     */
    private static String read() {
        try (InputStream in = ProgramVersion.class.getResourceAsStream("/hf-downloader-version.txt")) {
            if (in == null) {
                throw new IllegalStateException("The build did not write hf-downloader-version.txt.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
