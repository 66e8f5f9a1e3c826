package io.hfdownloader.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;

import static org.assertj.core.api.Assertions.assertThat;

/** What a model's folder holds, compared to what the Hub has. Blocks throughout. */
final class ModelFolder {

    private static final Set<String> MARKS = Set.of(".gitignore", "CACHEDIR.TAG");
    private static final long SMALL = 16L << 20;

    private final Path folder;

    ModelFolder(Path folder) {
        this.folder = folder;
    }

    /** Every file of the repo's main branch is here with its own bytes, and nothing that is half a file. */
    void assertHoldsAllOf(StandInRepo repo) throws IOException {
        assertHolds(repo, file -> true);
    }

    /** The same for some of the files. */
    void assertHolds(StandInRepo repo, Predicate<StandInFile> which) throws IOException {
        List<StandInFile> files = repo.main().files().stream().filter(which).toList();
        assertThat(files).isNotEmpty();
        for (StandInFile file : files) {
            Path here = folder.resolve(file.path());
            if (file.content().size() > SMALL) {
                assertThat(sha256(here))
                        .as(file.path())
                        .isEqualTo(file.content().sha256());
            } else {
                assertThat(Arrays.equals(
                                Files.readAllBytes(here), file.content().bytes()))
                        .as("the bytes of %s", file.path())
                        .isTrue();
            }
        }
        assertHasNothingUnfinished();
    }

    /** In the cache folder is metadata of files and nothing else. */
    void assertHasNothingUnfinished() throws IOException {
        Path download = folder.resolve(".cache/huggingface/download");
        try (Stream<Path> paths = Files.walk(download)) {
            assertThat(paths.filter(Files::isRegularFile))
                    .allMatch(path -> path.toString().endsWith(".metadata")
                            || path.toString().endsWith(".lock")
                            || MARKS.contains(path.getFileName().toString()));
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            assertThat(paths).noneMatch(path -> path.getFileName().toString().startsWith(".hf-downloader-"));
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
