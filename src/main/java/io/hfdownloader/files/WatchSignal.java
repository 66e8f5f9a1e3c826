package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * An event that is made on purpose, in a folder for temporary files: events come one after the other, so that whoever has heard of it has
 * heard of all that happened before.
 */
final class WatchSignal implements AutoCloseable {

    private final Path folder;
    private final WatchKey key;
    private long count;

    private WatchSignal(Path folder, WatchKey key) {
        this.folder = folder;
        this.key = key;
    }

    static WatchSignal open(WatchService events) throws IOException {
        Path folder = Files.createTempDirectory("hf-downloader-watch");
        try {
            return new WatchSignal(folder, folder.register(events, StandardWatchEventKinds.ENTRY_CREATE));
        } catch (IOException | RuntimeException refused) {
            Files.deleteIfExists(folder);
            throw refused;
        }
    }

    /** Blocks briefly. */
    void give() throws IOException {
        count++;
        Path file = folder.resolve(String.valueOf(count));
        Files.createFile(file);
        Files.delete(file);
    }

    /** Whether the last one that was given is among the events of this key. */
    boolean isIn(WatchKey other) {
        if (other != key) {
            return false;
        }
        boolean isLast = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            isLast |= String.valueOf(event.context()).equals(String.valueOf(count));
        }
        return key.reset() && isLast;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder);
    }
}
