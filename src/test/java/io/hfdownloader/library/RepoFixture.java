package io.hfdownloader.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import org.assertj.core.api.ThrowingConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/** Repo folders as others leave them on disk. */
public final class RepoFixture {

    public static final RepoId REPO = RepoId.model("acme/tiny");
    static final String COMMIT = "c".repeat(40);

    private final Path models;

    RepoFixture(Path models) {
        this.models = models;
    }

    /** A file that no tool knows of. */
    Path put(String path, String content) throws IOException {
        Path file = models.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** A file with its metadata, as the Python client writes both. */
    Path putFromHub(String repo, String path, String content, String commit) throws IOException {
        Path file = put(repo + "/" + path, content);
        double seconds = Files.getLastModifiedTime(file).toMillis() / 1000.0 + 0.01;
        put(
                repo + "/.cache/huggingface/download/" + path + ".metadata",
                commit + "\n" + sha256(content) + "\n" + String.format(Locale.ROOT, "%.6f", seconds) + "\n");
        put(repo + "/.cache/huggingface/download/" + path + ".lock", "");
        return file;
    }

    public static RepoFile lfs(String path, String content) {
        return new RepoFile(path, length(content), sha256(content), "0".repeat(40), null);
    }

    static RepoFile git(String path, String content) {
        String sha1 = hex("SHA-1", "blob " + length(content) + "\0" + content);
        return new RepoFile(path, length(content), sha1, sha1, null);
    }

    static String sha256(String content) {
        return hex("SHA-256", content);
    }

    private static int length(String content) {
        return content.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String hex(String algorithm, String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A refusal of this kind. */
    static ThrowingConsumer<Throwable> refusedAs(LibraryException.Kind kind) {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(
                        LibraryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
