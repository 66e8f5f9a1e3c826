package io.hfdownloader.hub;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is put into the table comes out of it as it was. */
@Tag("fast")
class FileTableTest {

    private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
    private static final String SHA256 = SHA1 + "89abcdef0123456789abcdef";

    @Test
    void filesOfAllKindsComeOutAsTheyWere() {
        List<RepoFile> files = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (String folder : List.of("", "a/", "a/b/", "\u00fc/", "\u65e5\u672c/", "\ud800/", "x".repeat(200) + "/")) {
            for (String name :
                    List.of("a", "caf\u00e9", "\ud83d\ude42.bin", "\udc00", "n".repeat(70_000), "n".repeat(32_000))) {
                String path = folder + name;
                paths.addAll(List.of(path, path + "1", path + "2", path + "3"));
                files.add(new RepoFile(path, path.length(), SHA1, SHA1, null));
                files.add(new RepoFile(path + "1", 9L << 40, SHA256, SHA1, null));
                files.add(new RepoFile(path + "2", 0, SHA256, SHA1, SHA256));
                files.add(new RepoFile(path + "3", 1, "etag \u00fc", "none", "x".repeat(300)));
            }
        }
        RepoTree tree = new RepoTree(RepoId.model("acme/x"), SHA1, files);

        assertThat(tree.files()).isEqualTo(files);
        for (int at = 0; at < files.size(); at++) {
            RepoFile kept = tree.files().get(at);
            assertThat(kept.path()).isEqualTo(files.get(at).path());
            assertThat(kept.etag()).isEqualTo(files.get(at).etag());
            assertThat(kept.blobId()).isEqualTo(files.get(at).blobId());
            assertThat(kept.xetHash()).isEqualTo(files.get(at).xetHash());
            assertThat(kept.isLfs()).isEqualTo(files.get(at).isLfs());
            assertThat(kept.path()).isEqualTo(paths.get(at));
            assertThat(kept).hasSameHashCodeAs(files.get(at));
            assertThat(tree.indexOf(kept)).isEqualTo(at);
        }
        assertThat(tree.indexOf(files.get(0))).as("of another table").isEqualTo(-1);
        assertThat(tree.in(new RepoId(RepoType.MODEL, "acme", "x", "v2")).files())
                .isSameAs(tree.files());
    }

    @Test
    void halvesOfPairsStayApart() {
        List<String> paths =
                List.of("\ud800", "\udbff", "\udc00", "\ud800/a", "\ufffd", "\ud83d\ude42", "\ude42\ud83d");
        RepoTree tree = new RepoTree(
                RepoId.model("acme/x"),
                SHA1,
                paths.stream()
                        .map(path -> new RepoFile(path, 1, SHA1, SHA1, null))
                        .toList());

        assertThat(tree.files().stream().map(RepoFile::path)).containsExactlyElementsOf(paths);
        assertThat(tree.paths()).hasSameSizeAs(paths);
    }

    @Test
    void hashesThatNoHashCanBeAreRefusedAndNotCut() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RepoFile("a", 1, SHA256, SHA1, "x".repeat(65_536)));
        assertThat(new RepoFile("a", 1, SHA256, SHA1, "x".repeat(65_000)).xetHash())
                .hasSize(65_000);
    }

    @Test
    void theLastOfAPathIsFound() {
        FileTable table = new FileTable(0);
        List<String> paths =
                List.of("a", "ab", "b/a", "a/b/a", "\u65e5\u672c", "b/\u65e5\u672c", "a", "n".repeat(70_000), "");
        paths.forEach(path -> table.add(new RepoFile(path, 1, SHA1, SHA1, null)));

        assertThat(paths.stream().map(table::lastRow)).containsExactly(6, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(List.of("b", "b/a/b", "/a", "\u65e5", "c/a").stream().map(table::lastRow))
                .containsOnly(-1);
    }
}
