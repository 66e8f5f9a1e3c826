package io.hfdownloader.standin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.hfdownloader.standin.cdn.CdnLinks;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.content.RemoteContent;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;

/**
 * The folder that a foreign CDN serves: files made once, their hashes kept beside them, and a link to each where the
 * Hub's redirects point. All methods block, for as long as it takes to write and read a file when it is new.
 */
final class BenchFiles {

    private static final int BLOCK = 1024 * 1024;

    private final Path root;

    BenchFiles(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Pseudo-random bytes, the same in each run. */
    Content generated(String name, long size) {
        return content(name, size, file -> write(file, Content.generated(name.hashCode(), size)));
    }

    /** Nothing but zeros, without space on the disk. */
    Content sparse(String name, long size) {
        return content(name, size, file -> {
            try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
                hole.setLength(size);
            }
        });
    }

    /** Makes the files of a repo reachable under their addresses on the CDN. */
    void publish(StandInRepo repo) throws IOException {
        for (StandInFile file : repo.main().files()) {
            Path address = root.resolve(CdnLinks.path(repo, file).substring(1));
            Files.createDirectories(address.getParent());
            Files.deleteIfExists(address);
            Files.createSymbolicLink(address, named(file.content().sha256()));
        }
    }

    private interface Maker {
        void make(Path file) throws IOException;
    }

    private Content content(String name, long size, Maker maker) {
        try {
            Path hashFile = root.resolve(name + "-" + size + ".sha256");
            if (!Files.exists(hashFile) || !Files.exists(named(Files.readString(hashFile)))) {
                Files.createDirectories(root);
                Path draft = root.resolve(name + ".draft");
                maker.make(draft);
                String hash = sha256(draft);
                Files.move(draft, named(hash));
                Files.writeString(hashFile, hash);
            }
            return new RemoteContent(size, Files.readString(hashFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path named(String hash) {
        return root.resolve(hash);
    }

    private static void write(Path file, Content content) throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long at = 0; at < content.size(); at += block.length) {
                int length = (int) Math.min(block.length, content.size() - at);
                content.read(at, block, length);
                out.write(block, 0, length);
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                byte[] block = new byte[BLOCK];
                while (in.read(block) >= 0) {
                    // the digest has seen it
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
