package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.adopt.shape.FoundFile;
import io.hfdownloader.files.ContentHash;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.layout.StateRecords;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;

/**
 * Hashes of files that are none of the library's, remembered as long as size, time and number of the file are the same. For any
 * thread; all methods block.
 */
final class RememberedSums {

    private static final Logger LOG = Logger.getLogger(RememberedSums.class);
    private static final int MAX_FILES = 20_000;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final long MAX_GIT_BYTES = 64L << 20;
    private static final long SAVE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final UUID ONLY = new UUID(0, 0);

    private final StateRecords<Kept> store;
    private final Map<String, Sum> sums = new LinkedHashMap<>(16, 0.75f, true);
    private boolean loaded;
    private boolean changed;
    private long savedNanos = System.nanoTime();

    /** One file. */
    @RegisterForReflection
    record Sum(long sizeBytes, long modifiedNanos, String key, ContentSums content) {

        boolean isOf(FoundFile file) {
            return sizeBytes == file.sizeBytes() && modifiedNanos == file.modifiedNanos() && key.equals(file.key());
        }
    }

    /** All of them, by their paths. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Kept(Map<String, Sum> sums) {}

    RememberedSums(ObjectMapper json, RepoLayout layout) {
        this.store = new StateRecords<>(layout, "adopt-sums", json, Kept.class, kept -> {
            if (kept.sums() == null) {
                throw new IllegalArgumentException("it has no sums");
            }
        });
    }

    /** What is known of a file. */
    synchronized Optional<ContentSums> known(RootFolder root, FoundFile file) {
        load();
        Sum sum = sums.get(path(root, file));
        return sum != null && sum.isOf(file) ? Optional.of(sum.content()) : Optional.empty();
    }

    /**
     * Reads a file to its end where nothing is known of it.
     *
     * @param read told now and then how many bytes from the start have been read
     * @return empty when it is not as it was found, or changes meanwhile
     * @throws CancellationException when cancelled
     */
    Optional<ContentSums> of(RootFolder root, FoundFile file, BooleanSupplier cancelled, LongConsumer read)
            throws IOException {
        Optional<ContentSums> known = known(root, file);
        if (known.isPresent()) {
            read.accept(file.sizeBytes());
            return known;
        }
        Path place = root.path().resolve(file.source());
        try {
            if (!file.isSame(root.attributes(place))) {
                return Optional.empty();
            }
            ContentSums content = read(root, place, file.sizeBytes(), cancelled, read);
            if (!file.isSame(root.attributes(place))) {
                return Optional.empty();
            }
            put(root, file, content);
            return Optional.of(content);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static ContentSums read(
            RootFolder root, Path place, long sizeBytes, BooleanSupplier cancelled, LongConsumer read)
            throws IOException {
        boolean mayBeInGit = sizeBytes <= MAX_GIT_BYTES;
        MessageDigest sha256 = ContentHash.digestFor("0".repeat(64), sizeBytes);
        MessageDigest gitBlob = ContentHash.digestFor("0".repeat(40), sizeBytes);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long done = 0;
        try (FileChannel channel = root.open(place, StandardOpenOption.READ)) {
            for (int count = channel.read(buffer);
                    count >= 0 && done <= sizeBytes;
                    count = channel.read(buffer)) { // one that grows is another
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("Hashing was cancelled");
                }
                buffer.flip();
                if (mayBeInGit) {
                    gitBlob.update(buffer.duplicate());
                }
                sha256.update(buffer);
                buffer.clear();
                done += count;
                read.accept(done);
            }
        }
        return new ContentSums(hex(sha256), mayBeInGit ? hex(gitBlob) : "");
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void put(RootFolder root, FoundFile file, ContentSums content) {
        boolean isTime;
        synchronized (this) {
            Sum before =
                    sums.put(path(root, file), new Sum(file.sizeBytes(), file.modifiedNanos(), file.key(), content));
            changed |= before == null || !before.isOf(file);
            sums.keySet().stream()
                    .limit(Math.max(0, sums.size() - MAX_FILES))
                    .toList()
                    .forEach(sums::remove);
            long now = System.nanoTime();
            isTime = now - savedNanos > SAVE_INTERVAL_NANOS;
        }
        if (isTime) { // what a kill loses is read once more
            save();
        }
    }

    /** Nobody fails for what is only remembered. */
    synchronized void save() {
        savedNanos = System.nanoTime();
        if (!changed) {
            return;
        }
        try {
            store.write(ONLY, new Kept(new LinkedHashMap<>(sums)));
            changed = false;
        } catch (IOException | DiskException refused) {
            LOG.debugf(refused, "Sums of files are not remembered");
        }
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        try {
            store.read(ONLY).sums().forEach(sums::putIfAbsent);
        } catch (IOException | DiskException | IllegalArgumentException none) {
            LOG.debugf("No sums are remembered: %s", none.getMessage());
        }
    }

    private static String path(RootFolder root, FoundFile file) {
        return root.path().resolve(file.source()).toString();
    }
}
