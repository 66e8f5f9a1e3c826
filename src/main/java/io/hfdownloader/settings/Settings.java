package io.hfdownloader.settings;

import java.io.IOException;
import java.util.function.UnaryOperator;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Uncancellable;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/**
 * What users change while the server runs, kept in one small file among its state; it wins over the configuration.
 * That is the bandwidth limit and the machines.
 */
@ApplicationScoped
public class Settings {

    private static final Logger LOG = Logger.getLogger(Settings.class);
    private static final int BEFORE_DOWNLOADS_START = 100;

    private final TransferEngine engine;
    private final SettingsFile file;

    Settings(ObjectMapper json, TransferEngine engine, ModelLibrary library) {
        this.engine = engine;
        this.file = new SettingsFile(
                json,
                library.layout().rootFolder(),
                () -> library.layout().stateFolder().resolve("settings.json"));
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
        return Uncancellable.run(Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> change(text)));
    }

    /** The machines for which users want to know what fits. From memory. */
    public Machines machines() {
        return file.machines();
    }

    /**
     * Keeps other machines than those before, and gives what is kept; when they cannot be kept, the old ones stay.
     *
     * @param change makes the new ones of the latest, so that two changes of different parts do not undo each other
     * @return fails with an {@link IllegalArgumentException} with a sentence for the user when they cannot be
     */
    public Uni<Machines> changeMachines(UnaryOperator<Machines> change) {
        return Uncancellable.run(Uni.createFrom()
                .item(change)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::change));
    }

    /** Blocks. One after the other, so that what is in force is what is kept. */
    private synchronized void change(String text) {
        String before = engine.bandwidthLimit();
        engine.limitBandwidth(text);
        try {
            file.saveBandwidthLimit(text);
        } catch (IOException failure) {
            engine.limitBandwidth(before);
            throw DiskException.of("The limit could not be saved, so the old one stays in force", failure);
        } catch (DiskException away) {
            engine.limitBandwidth(before);
            throw away;
        }
    }

    /** Blocks. */
    private synchronized Machines change(UnaryOperator<Machines> change) {
        Machines next = change.apply(file.machines());
        try {
            file.saveMachines(next);
            return next;
        } catch (IOException failure) {
            throw DiskException.of("The machines could not be saved, so the old ones stay", failure);
        }
    }

    /** Blocks. */
    void load(@Observes @Priority(BEFORE_DOWNLOADS_START) StartupEvent event) {
        file.load();
        String limit = file.bandwidthLimit();
        if (limit != null) {
            try {
                engine.limitBandwidth(limit);
            } catch (IllegalArgumentException unreadable) {
                LOG.warnf("The bandwidth limit that was kept is left alone: %s", unreadable.getMessage());
            }
        }
    }
}
