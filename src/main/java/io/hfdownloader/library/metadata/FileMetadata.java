package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.OpenFolder;

/**
 * What is kept beside a file on where it came from, in the Python client's format: both read what the other wrote.
 *
 * @param commit the commit it was downloaded at
 * @param etag hash of its content as the Hub gave it
 * @param writtenAt when this was written; a file changed later is no longer what this says
 */
public record FileMetadata(String commit, String etag, Instant writtenAt) {

    private static final int MAX_BYTES = 1_024;

    /** The metadata in this file; empty when there is none or it cannot be read. Blocks. */
    public static Optional<FileMetadata> read(Path metadataFile) {
        try (InputStream in = Files.newInputStream(metadataFile, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As {@link #read}, but fails where the disk does: what cannot be read is not taken for what is not there. Blocks. */
    public static Optional<FileMetadata> require(Path metadataFile) throws IOException {
        try (InputStream in = Files.newInputStream(metadataFile, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (NoSuchFileException | AccessDeniedException none) {
            return Optional.empty();
        } catch (IOException failure) {
            if (Files.isSymbolicLink(metadataFile)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Records that a file, which has its final name and this time, has this content. It does not wait for the disk: what a power
     * failure leaves of it is the whole or nothing that could be read as metadata. Blocks.
     */
    public static void write(OpenFolder folder, Path name, FileTime modified, String commit, String etag)
            throws IOException {
        Instant now = Instant.now();
        // The clock of a network disk may be ahead of ours.
        Instant writtenAt = modified.toInstant().isAfter(now) ? modified.toInstant() : now;
        FileMetadata fileMetadata = new FileMetadata(commit, etag, writtenAt);
        AtomicFile.writeUnforced(folder, name, fileMetadata.text().getBytes(StandardCharsets.UTF_8));
    }

    /** False when the file was changed after this was written. The second is for file systems with coarse times. */
    public boolean isValidFor(FileTime modified) {
        return !modified.toInstant().minusSeconds(1).isAfter(writtenAt);
    }

    private String text() {
        String micros = String.valueOf(1_000_000 + writtenAt.getNano() / 1_000).substring(1); // with leading zeros
        String seconds = writtenAt.getEpochSecond() + "." + micros;
        return commit + "\n" + etag + "\n" + seconds + "\n";
    }

    private static Optional<FileMetadata> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || lines.get(0).isBlank() || lines.get(1).isBlank()) {
            return Optional.empty();
        }
        return instant(lines.get(2).strip())
                .map(writtenAt ->
                        new FileMetadata(lines.get(0).strip(), lines.get(1).strip(), writtenAt));
    }

    private static Optional<Instant> instant(String seconds) {
        if (seconds.length() > 32) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(seconds);
            if (value.precision() - value.scale() > 12) { // 1e999999999 would be computed in full below
                return Optional.empty();
            }
            BigDecimal whole = value.setScale(0, RoundingMode.FLOOR);
            long nanos = value.subtract(whole).movePointRight(9).longValue();
            return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
