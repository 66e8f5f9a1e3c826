package io.hfdownloader.library.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class TreeFileTest {

    private static final RepoId REPO = RepoId.model("acme/tiny");
    private static final String COMMIT = "c".repeat(40);
    private static final String SHA1 = "1".repeat(40);
    private static final String SHA256 = "2".repeat(64);

    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        RepoTree tree = new RepoTree(
                REPO,
                COMMIT,
                List.of(
                        new RepoFile("config.json", 519, SHA1, SHA1, null),
                        new RepoFile("sub/🙂 \"q\".bin", 9L << 40, SHA256, SHA1, "3".repeat(64)),
                        new RepoFile("m.bin", 9, SHA256, SHA1, null)),
                List.of(RepoTree.Overlong.of("a/".repeat(3_000) + "b", 5)));
        Path file = folder.resolve("c.json");
        TreeFile.write(RootFolder.of(file.getParent()), file, tree);
        assertThat(TreeFile.read(file, REPO, COMMIT)).contains(tree);
    }

    @Test
    void readsThePythonClientsListing() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), """
            {"files":{"config.json":{"size":519,"blob_id":"%1$s"},"m.bin":{"size":130,"blob_id":"%1$s","lfs_sha256":"%2$s",
            "lfs_size":9,"xet_hash":null,"new":{"x":[1]}}},"format_version":1}\
            """.formatted(SHA1, SHA256));
        assertThat(TreeFile.read(file, REPO, COMMIT).orElseThrow().files())
                .containsExactly(
                        new RepoFile("config.json", 519, SHA1, SHA1, null),
                        new RepoFile("m.bin", 9, SHA256, SHA1, null));
    }

    /** Few characters of many bytes each are too long for a disk, too. */
    @ParameterizedTest
    @ValueSource(ints = {86, 119, 120, 179, 180, 181, 300})
    void aListingWithLongNamesInWideCharactersIsRead(int chars) throws IOException {
        List<String> names =
                List.of("\u65e5".repeat(chars), "a" + "\ud83d\ude42".repeat(chars), "\ud800".repeat(chars * 2));
        RepoTree tree = new RepoTree(
                REPO,
                COMMIT,
                List.of(new RepoFile("a.bin", 9, SHA256, SHA1, null)),
                names.stream().map(name -> RepoTree.Overlong.of(name, 5)).toList());
        assertThat(names).allMatch(RepoTree.Overlong::is);
        assertThat(tree.overlong().get(0).name())
                .isEqualTo(chars <= 180 ? names.get(0) : "\u65e5".repeat(120) + "\u2026" + "\u65e5".repeat(60));
        assertThat(tree.overlong().get(1).name().replaceAll("[a\u2026]|\ud83d\ude42", ""))
                .as("no half of a character")
                .isEmpty();
        Path file = folder.resolve("c.json");
        TreeFile.write(RootFolder.of(folder), file, tree);
        assertThat(TreeFile.read(file, REPO, COMMIT)).contains(tree);

        Files.writeString(file, """
                {"files":{"%s":{"size":5,"blob_id":"%s"}},"format_version":1}\
                """.formatted(names.get(0), SHA1));
        assertThat(TreeFile.read(file, REPO, COMMIT).orElseThrow().overlong())
                .containsExactly(tree.overlong().get(0));
    }

    @Test
    void halvesOfPairsAndXetHashesThatAreNoneAreReadAsWhatTheyAre() throws IOException {
        RepoTree tree = new RepoTree(
                REPO,
                COMMIT,
                List.of(
                        new RepoFile("\udfff", 1, SHA1, SHA1, null),
                        new RepoFile("a/\udc00\u65e5", 2, SHA256, SHA1, "x".repeat(65_000))));
        Path file = folder.resolve("c.json");
        TreeFile.write(RootFolder.of(folder), file, tree);
        assertThat(TreeFile.read(file, REPO, COMMIT).orElseThrow().files())
                .containsExactly(tree.files().get(0), new RepoFile("a/\udc00\u65e5", 2, SHA256, SHA1, null));

        Files.writeString(file, Files.readString(file).replace("x".repeat(65_000), "x".repeat(65_536)));
        assertThat(TreeFile.read(file, REPO, COMMIT)
                        .orElseThrow()
                        .files()
                        .get(1)
                        .xetHash())
                .isNull();
    }

    @Test
    void holdsSeventyThousandFiles() throws IOException {
        RepoTree tree = new RepoTree(
                REPO,
                COMMIT,
                IntStream.range(0, 70_000)
                        .mapToObj(number -> new RepoFile("data/part-" + number, number, SHA256, SHA1, null))
                        .toList());
        Path file = folder.resolve("c.json");
        TreeFile.write(RootFolder.of(file.getParent()), file, tree);
        assertThat(TreeFile.read(file, REPO, COMMIT)).contains(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"format_version\":1,\"files\":{\"a\":{\"size\":1,\"blob_id\":\"",
                "{\"format_version\":2,\"files\":{}}",
                "{\"format_version\":1,\"files\":[]}",
                "{\"format_version\":1,\"files\":{\"a\":{\"size\":1}}}",
                "{\"format_version\":1,\"files\":{\"a\":{\"blob_id\":\"1111111111111111111111111111111111111111\"}}}",
                "{\"format_version\":1,\"files\":{\"a\":{\"size\":-4,\"blob_id\":\"1111111111111111111111111111111111111111\"}}}",
                "{\"format_version\":1,\"files\":{\"a\":{\"size\":1,\"blob_id\":\"../../x\"}}}",
                "{\"format_version\":1,\"files\":{}"
            })
    void believesAWholeListingOrNone(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), text);
        assertThat(TreeFile.read(file, REPO, COMMIT)).isEmpty();
    }
}
