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
import org.jspecify.annotations.Nullable;

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
    private volatile BandwidthSetting bandwidth;

    Settings(ObjectMapper json, TransferEngine engine, ModelLibrary library) {
        this.engine = engine;
        this.bandwidth = new BandwidthSetting(engine.bandwidthLimit(), true);
        this.file = new SettingsFile(
                json,
                library.layout().rootFolder(),
                () -> library.layout().stateFolder().resolve("settings.json"));
    }

    /** The bandwidth limit in force as it was written; empty for none. From memory. */
    public String bandwidthLimit() {
        return engine.bandwidthLimit();
    }

    /** The bandwidth limit that was set, also while it is switched off. From memory. */
    public BandwidthSetting bandwidth() {
        return bandwidth;
    }

    /**
     * Puts another bandwidth limit in force at once and keeps it, or switches it off; when it cannot be kept, the old one stays.
     *
     * @param text such as {@code 20M} or {@code 5M, 22:00-07:00 = unlimited}; empty for none; null for the one there is
     * @param enabled false to remember it without having it in force
     * @return fails with an {@link IllegalArgumentException} with a sentence for the user when it cannot be read
     */
    public Uni<BandwidthSetting> limitBandwidth(@Nullable String text, boolean enabled) {
        return Uncancellable.run(Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(nothing -> change(text, enabled)));
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
    private synchronized BandwidthSetting change(@Nullable String text, boolean enabled) {
        String limit = text == null ? bandwidth.limit() : TransferEngine.readBandwidthLimit(text);
        BandwidthSetting next = new BandwidthSetting(limit, enabled);
        engine.limitBandwidth(next.inForce()); // however long the disk takes
        try {
            file.saveBandwidthLimit(next);
            bandwidth = next;
            return next;
        } catch (IOException failure) {
            engine.limitBandwidth(bandwidth.inForce());
            throw DiskException.of("The limit could not be saved, so the old one stays in force", failure);
        } catch (DiskException away) {
            engine.limitBandwidth(bandwidth.inForce());
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
        try {
            bandwidth = new BandwidthSetting(
                    limit == null ? engine.bandwidthLimit() : TransferEngine.readBandwidthLimit(limit),
                    file.isBandwidthLimitEnabled());
            engine.limitBandwidth(bandwidth.inForce());
        } catch (IllegalArgumentException unreadable) {
            LOG.warnf("The bandwidth limit that was kept is left alone: %s", unreadable.getMessage());
        }
    }
}
