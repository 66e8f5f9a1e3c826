package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.RootFolder;
import org.jspecify.annotations.Nullable;

/**
 * Which files of one repo folder were hashed here, when, and with what result, so that nothing is hashed twice while it stays as
 * it is. Changes gather in memory until {@link #flush}; what a crash loses is hashed again, no more.
 */
public final class VerifiedFiles {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_FILES = 1_000_000;
    private static final long MAX_TIME_STEP_NANOS = 2_000_000_000;

    private final RootFolder root;
    private final Path store;
    private final Map<String, Fingerprint> fingerprints = new HashMap<>();
    private final ReentrantLock saving = new ReentrantLock(); // else an older state could be saved after a newer one
    private boolean changed;
    private long revision;

    /**
     * @param verifiedAtMillis when its content was read last; 0 where an older version of this program did not note it
     * @param damaged whether its content was not that of the etag
     */
    private record Fingerprint(
            String etag, long sizeBytes, long modifiedNanos, long verifiedAtMillis, boolean damaged) {

        private static final long SECOND = 1_000_000_000;
        private static final long CENTISECOND = SECOND / 100;

        /**
         * Whether it is the same file: disks such as FAT keep times in steps of two seconds or of ten milliseconds, but tell the time
         * as it was set until they are mounted again.
         */
        boolean isOf(Fingerprint now) {
            return hasTimeOf(now) && sizeBytes == now.sizeBytes && etag.equals(now.etag);
        }

        boolean hasTimeOf(Fingerprint now) {
            long lost = modifiedNanos - now.modifiedNanos;
            return lost == 0
                    || now.modifiedNanos % CENTISECOND == 0 && lost > 0 && lost < CENTISECOND
                    || now.modifiedNanos % (2 * SECOND) == 0 && lost > 0 && lost < 2 * SECOND;
        }

        Fingerprint(String etag, BasicFileAttributes file, long verifiedAtMillis, boolean damaged) {
            this(etag, file.size(), file.lastModifiedTime().to(TimeUnit.NANOSECONDS), verifiedAtMillis, damaged);
        }

        Fingerprint(String etag, BasicFileAttributes file) {
            this(etag, file, 0, false);
        }
    }

    /**
     * What came of the last reading of a file's content.
     *
     * @param verifiedAt when that was; null where an older version of this program did not note it
     * @param damaged whether its content was not what the Hub has, though nobody had changed the file
     */
    public record Verdict(@Nullable Instant verifiedAt, boolean damaged) {}

    private VerifiedFiles(RootFolder root, Path store) {
        this.root = root;
        this.store = store;
    }

    /** What the file knows; nothing when it is missing or not as it must be. Blocks. */
    public static VerifiedFiles load(RootFolder root, Path store) {
        VerifiedFiles files = new VerifiedFiles(root, store);
        try (InputStream in = Files.newInputStream(store, LinkOption.NOFOLLOW_LINKS);
                JsonParser json = JSON.createParser(in)) {
            files.read(json);
        } catch (IOException e) {
            files.fingerprints.clear();
        }
        return files;
    }

    /** Whether its content was found to be that of the etag, and it has not changed since. */
    public synchronized boolean knows(String path, String etag, BasicFileAttributes file) {
        Fingerprint known = fingerprints.get(path);
        return known != null && !known.damaged() && known.isOf(new Fingerprint(etag, file));
    }

    /** Whether its content was found not to be that of the etag, and it has not changed since. */
    public synchronized boolean knowsDamage(String path, String etag, BasicFileAttributes file) {
        Fingerprint known = fingerprints.get(path);
        return known != null && known.damaged() && known.isOf(new Fingerprint(etag, file));
    }

    /**
     * Whether a file has the time that it had when its content was read last, whatever its size is now; empty when it never was
     * for this etag.
     */
    public synchronized Optional<Boolean> hasSameTime(String path, String etag, BasicFileAttributes file) {
        Fingerprint known = fingerprints.get(path);
        return known == null || !known.etag().equals(etag)
                ? Optional.empty()
                : Optional.of(known.hasTimeOf(new Fingerprint(etag, file)));
    }

    /** What came of the last reading of a file of this size and time; empty when it has changed since, or was never read. */
    public synchronized Optional<Verdict> verdict(String path, long sizeBytes, FileTime modified) {
        Fingerprint known = fingerprints.get(path);
        if (known == null
                || !known.isOf(new Fingerprint(known.etag(), sizeBytes, modified.to(TimeUnit.NANOSECONDS), 0, false))) {
            return Optional.empty();
        }
        long at = known.verifiedAtMillis();
        return Optional.of(new Verdict(at == 0 ? null : Instant.ofEpochMilli(at), known.damaged()));
    }

    /** Its content was read now, and is that of the etag. */
    public void put(String path, String etag, BasicFileAttributes file) {
        put(path, new Fingerprint(etag, file, System.currentTimeMillis(), false));
    }

    /** Its content was read now, and is not that of the etag, though nobody has changed the file. */
    public void putDamaged(String path, String etag, BasicFileAttributes file) {
        put(path, new Fingerprint(etag, file, System.currentTimeMillis(), true));
    }

    private synchronized void put(String path, Fingerprint now) {
        Fingerprint before = fingerprints.put(path, now);
        if (!now.equals(before)) {
            changed = true;
            revision++;
        }
    }

    /** As the other one, where this is the content that was verified. */
    public synchronized void forget(String path, String etag) {
        Fingerprint known = fingerprints.get(path);
        if (known != null && known.etag().equals(etag)) {
            forget(path);
        }
    }

    public synchronized void forget(String path) {
        if (fingerprints.remove(path) != null) {
            changed = true;
            revision++;
        }
    }

    /** Writes what is known of the chosen paths into a file of its own; nothing where nothing is. Blocks. */
    public void copyTo(Path target, Predicate<String> paths) throws IOException {
        Map<String, Fingerprint> chosen = new TreeMap<>();
        synchronized (this) {
            fingerprints.forEach((path, known) -> {
                if (paths.test(path)) {
                    chosen.put(path, known);
                }
            });
        }
        if (!chosen.isEmpty()) {
            AtomicFile.write(root, target, out -> write(out, chosen));
        }
    }

    /** Knows what {@link #copyTo} has written as well. Blocks. */
    public void addFrom(Path source) {
        addAll(load(root, source).fingerprints);
    }

    /**
     * Knows what is known of files that were copied as well.
     *
     * @param copies a copy by its path, whose time may differ from that of its original by what a disk keeps of times
     */
    public void addCopies(VerifiedFiles originals, Function<String, Optional<BasicFileAttributes>> copies) {
        Map<String, Fingerprint> known;
        synchronized (originals) {
            known = Map.copyOf(originals.fingerprints);
        }
        Map<String, Fingerprint> copied = new HashMap<>();
        known.forEach((path, original) -> copies.apply(path)
                .map(copy -> new Fingerprint(original.etag(), copy))
                .filter(copy -> copy.sizeBytes() == original.sizeBytes()
                        && Math.abs(copy.modifiedNanos() - original.modifiedNanos()) <= MAX_TIME_STEP_NANOS)
                .ifPresent(copy -> copied.put(
                        path,
                        new Fingerprint(
                                original.etag(),
                                copy.sizeBytes(),
                                copy.modifiedNanos(),
                                original.verifiedAtMillis(),
                                original.damaged()))));
        addAll(copied);
    }

    private void addAll(Map<String, Fingerprint> read) {
        synchronized (this) {
            read.forEach((path, known) -> {
                Fingerprint now = fingerprints.get(path);
                if (now == null || now.verifiedAtMillis() <= known.verifiedAtMillis()) {
                    changed |= !known.equals(fingerprints.put(path, known));
                }
            });
            revision++;
        }
    }

    /** Grows with each change. */
    public synchronized long revision() {
        return revision;
    }

    public synchronized boolean isChanged() {
        return changed;
    }

    /** Saves what changed, into a folder that is there. Blocks. */
    public void flush() throws IOException {
        saving.lock();
        try {
            save();
        } finally {
            saving.unlock();
        }
    }

    private void save() throws IOException {
        Map<String, Fingerprint> copy;
        synchronized (this) {
            if (!changed) {
                return;
            }
            copy = new TreeMap<>(fingerprints);
            changed = false;
        }
        try {
            AtomicFile.write(root, store, out -> write(out, copy));
        } catch (IOException e) {
            synchronized (this) {
                changed = true;
            }
            throw e;
        }
    }

    private void read(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME && fingerprints.size() < MAX_FILES) {
            String path = json.currentName();
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("Not a list of verified files");
            }
            String etag = json.nextTextValue();
            long sizeBytes = json.nextLongValue(-1);
            long modifiedNanos = json.nextLongValue(-1);
            boolean dated = json.nextToken() == JsonToken.VALUE_NUMBER_INT; // older files end here
            long verifiedAtMillis = dated ? json.getLongValue() : 0;
            boolean damaged = dated && json.nextToken() == JsonToken.VALUE_TRUE;
            if (damaged || dated && json.currentToken() == JsonToken.VALUE_FALSE) {
                json.nextToken();
            }
            fingerprints.put(
                    path,
                    new Fingerprint(etag == null ? "" : etag, sizeBytes, modifiedNanos, verifiedAtMillis, damaged));
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new IOException("Not a list of verified files");
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("Not a list of verified files");
        }
    }

    private static void write(OutputStream out, Map<String, Fingerprint> files) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, Fingerprint> file : files.entrySet()) {
                json.writeArrayFieldStart(file.getKey());
                json.writeString(file.getValue().etag());
                json.writeNumber(file.getValue().sizeBytes());
                json.writeNumber(file.getValue().modifiedNanos());
                json.writeNumber(file.getValue().verifiedAtMillis());
                if (file.getValue().damaged()) {
                    json.writeBoolean(true);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }
}
