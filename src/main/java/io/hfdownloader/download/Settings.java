package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.transfer.TransferEngine;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What users change while the server runs, kept in one small file among its state; it wins over the configuration.
 * So far that is the bandwidth limit.
 */
@ApplicationScoped
public class Settings {

    private static final Logger LOG = Logger.getLogger(Settings.class);
    private static final int BEFORE_DOWNLOADS_START = 100;

    private final ObjectMapper json;
    private final TransferEngine engine;
    private final Path file;

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kept(@Nullable String bandwidthLimit) {}

    Settings(ObjectMapper json, TransferEngine engine, ModelLibrary library) {
        this.json = json;
        this.engine = engine;
        this.file = library.layout().stateFolder().resolve("settings.json");
    }

    /** The bandwidth limit in force as it was written; empty for none. From memory. */
    public String bandwidthLimit() {
        return engine.bandwidthLimit();
    }

    /**
     * Puts another bandwidth limit in force at once and keeps it; when it cannot be kept, the old one stays.
     *
     * @param text such as {@code 20M} or {@code 5M, 22:00-07:00 = unlimited}; empty for none
     * @return fails with an {@link IllegalArgumentException} with a sentence for the user when it cannot be read
     */
    public Uni<Void> limitBandwidth(String text) {
        return Unbroken.carry(Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> change(text)));
    }

    /** Blocks. One after the other, so that what is in force is what is kept. */
    private synchronized void change(String text) {
        String before = engine.bandwidthLimit();
        engine.limitBandwidth(text);
        try {
            StateFile.write(file, json.writeValueAsBytes(new Kept(text)));
        } catch (IOException failure) {
            engine.limitBandwidth(before);
            throw new DownloadException(
                    DownloadException.Kind.NO_SPACE,
                    "The limit could not be saved, so the old one stays in force: " + failure.getMessage()
                            + ". Make room on the disk, or check the models folder's permissions.");
        }
    }

    /** Blocks. */
    void load(@Observes @Priority(BEFORE_DOWNLOADS_START) StartupEvent event) {
        try {
            if (Files.isRegularFile(file)) {
                String kept = json.readValue(file.toFile(), Kept.class).bandwidthLimit();
                if (kept != null) {
                    engine.limitBandwidth(kept);
                }
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warnf("The settings in %s cannot be read and are left alone: %s", file, unreadable.getMessage());
        }
    }
}
