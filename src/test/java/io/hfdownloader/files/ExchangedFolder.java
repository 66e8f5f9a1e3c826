package io.hfdownloader.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A folder that somebody exchanges for a link to a folder outside, in which the same names stand, and exchanges back. What
 * is outside is nobody's to touch.
 */
public final class ExchangedFolder {

    private final Path folder;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger links = new AtomicInteger();
    private volatile Path aside;
    private boolean stopped;
    private final Path outside;
    private final Map<String, String> untouched;

    /** @param outside to be made, with a copy of all that is in the folder now */
    public ExchangedFolder(Path folder, Path outside) throws IOException {
        this.folder = folder;
        this.aside = folder;
        this.outside = outside;
        copy(folder, outside);
        this.untouched = contents();
    }

    /** A link stands there from now on. */
    public synchronized void exchange() {
        try {
            if (stopped || Files.notExists(folder)) {
                return; // it is gone already
            }
            aside = folder.resolveSibling(folder.getFileName() + "-aside-" + exchanges.incrementAndGet());
            Files.move(folder, aside);
            Files.createSymbolicLink(folder, outside);
            links.incrementAndGet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often a link came to stand there. */
    public int links() {
        return links.get();
    }

    /** The folder is back, if it was exchanged and nobody took the link away. */
    public synchronized void restore() throws IOException {
        if (Files.isSymbolicLink(folder)) {
            Files.delete(folder);
        }
        if (Files.isDirectory(aside) && Files.notExists(folder)) {
            Files.move(aside, folder);
        }
    }

    /** As {@link #restore}, and whoever works in the background still sees no further exchange. */
    public synchronized void stop() throws IOException {
        stopped = true;
        restore();
    }

    /** All that was outside at the beginning: path and content. */
    public Map<String, String> untouched() {
        return untouched;
    }

    /** All that is outside now. */
    public Map<String, String> contents() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path path : all.toList()) {
                String content = Files.isRegularFile(path) ? Files.readString(path) : "(folder)";
                found.put(outside.relativize(path).toString(), content);
            }
        }
        return found;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path path : all.toList()) {
                Files.copy(path, target.resolve(source.relativize(path).toString()));
            }
        }
    }
}
