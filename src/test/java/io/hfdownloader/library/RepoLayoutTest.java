package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.layout.RepoLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.library.RepoFixture.refusedAs;
import static io.hfdownloader.library.layout.LibraryException.Kind.UNSAFE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class RepoLayoutTest {

    private static final RepoId REPO = RepoId.model("acme/tiny");
    private static final String SHA256 = "a".repeat(64);

    @TempDir
    Path models;

    private RepoLayout layout;

    @BeforeEach
    void makeLayout() {
        layout = new RepoLayout(models);
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL, acme/tiny, acme/tiny",
        "MODEL, gpt2, gpt2",
        "DATASET, acme/tiny, datasets/acme/tiny",
        "DATASET, squad, datasets/squad",
        "SPACE, acme/tiny, spaces/acme/tiny"
    })
    void everyKindOfRepoHasItsPlace(RepoType type, String id, String folder) {
        assertThat(layout.repoFolder(RepoId.parse(type, id))).isEqualTo(models.resolve(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"datasets/acme", "Spaces/acme", "datasets", "spaces"})
    void noModelTakesThePlaceOfTheOtherKinds(String id) {
        assertThatThrownBy(() -> layout.repoFolder(RepoId.model(id))).satisfies(refusedAs(UNSAFE_NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/abs",
                "//server/share",
                "\\abs",
                "\\\\server\\share",
                "..",
                "../../etc/passwd",
                "a/../../b",
                "a/../b",
                "..\\x",
                "a\\..\\..\\b",
                "a/..",
                ".",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "a\\",
                "C:",
                "c:\\x",
                "C:/x",
                "d/C:/x",
                "nul\0",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                ".git/config",
                "sub/.GIT/hooks/x",
                ".cache",
                ".cache/huggingface",
                ".cache/huggingface/download/a.metadata",
                ".Cache/HuggingFace/x",
                ".cache\\huggingface\\x",
                "lone\ud800surrogate"
            })
    void refusesNamesThatWouldLeadElsewhere(String path) {
        RepoFile file = new RepoFile(path, 1, SHA256, SHA256, null);
        assertThatThrownBy(() -> layout.file(REPO, path)).satisfies(refusedAs(UNSAFE_NAME));
        assertThatThrownBy(() -> layout.metadata(REPO, path)).satisfies(refusedAs(UNSAFE_NAME));
        if (!path.contains("\ud800")) { // the partial's name is made of a hash
            assertThatThrownBy(() -> layout.partialFile(REPO, file)).satisfies(refusedAs(UNSAFE_NAME));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json", " leading", "trailing.", "a#b", "a%2Fb", "a+b", "\"quoted\"'", "a[1]*?", "back\\slash",
                "🙂.bin", "é.txt", "e\u0301.txt", "resolve/main/x", "x.lock", "x.metadata", "...", "..a", "a../b",
                ".cache2/huggingface", ".cache/other", ".gitignore", ".gitattributes", "deep/er/and/deep/er/still/x"
            })
    void takesEveryNameThatIsLegal(String path) {
        assertThat(layout.file(REPO, path))
                .isEqualTo(models.resolve("acme/tiny").resolve(path));
    }

    @Test
    void leavesRoomForTheSuffixes() throws IOException {
        String longest = "x".repeat(246);
        Path metadata = layout.metadata(REPO, longest);
        Files.createDirectories(layout.downloadFolder(REPO));
        assertThat(Files.createFile(metadata)).exists();
        assertThatThrownBy(() -> layout.file(REPO, "x".repeat(247)))
                .satisfies(refusedAs(UNSAFE_NAME))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> layout.file(REPO, "é".repeat(124))).satisfies(refusedAs(UNSAFE_NAME));
        assertThatThrownBy(() -> layout.file(REPO, "y".repeat(256) + "/x")).satisfies(refusedAs(UNSAFE_NAME));
    }

    @Test
    void saysWhichFileAndWhy() {
        assertThatThrownBy(() -> layout.file(REPO, "../../etc/passwd"))
                .hasMessage("The file \"../../etc/passwd\" is refused: its path does not stay within the folder.");
        assertThatThrownBy(() -> layout.file(REPO, "a\nforged log line")).hasMessageContaining("\"a?forged log line\"");
    }

    @Test
    void refusesARepoFolderThatIsALink(@TempDir Path outside) throws IOException {
        Files.createDirectories(models.resolve("acme"));
        Files.createSymbolicLink(models.resolve("acme/tiny"), outside);
        assertThatThrownBy(() -> layout.file(REPO, "config.json"))
                .satisfies(refusedAs(UNSAFE_NAME))
                .hasMessageContaining("\"acme/tiny\" in the models directory is a symbolic link");
        assertThatThrownBy(() -> layout.prepare(REPO)).satisfies(refusedAs(UNSAFE_NAME));
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void refusesLinksAnywhereOnTheWay(@TempDir Path outside) throws IOException {
        Path folder = Files.createDirectories(models.resolve("acme/tiny"));
        Files.createSymbolicLink(folder.resolve("sub"), outside);
        Files.createSymbolicLink(folder.resolve("dangling"), outside.resolve("nothing"));
        Files.createSymbolicLink(folder.resolve(".cache"), outside);
        assertThatThrownBy(() -> layout.file(REPO, "sub/x")).satisfies(refusedAs(UNSAFE_NAME));
        assertThatThrownBy(() -> layout.file(REPO, "dangling")).satisfies(refusedAs(UNSAFE_NAME));
        assertThatThrownBy(() -> layout.metadata(REPO, "x")).satisfies(refusedAs(UNSAFE_NAME));
    }

    @Test
    void bindsPartialDataToPathAndContent() {
        RepoFile file = new RepoFile("sub/model.gguf", 9, SHA256, SHA256, null);
        RepoFile newer = new RepoFile("sub/model.gguf", 9, "b".repeat(64), SHA256, null);
        Path partial = layout.partialFile(REPO, file);
        assertThat(partial.getParent()).isEqualTo(models.resolve("acme/tiny/.cache/huggingface/download"));
        assertThat(partial.getFileName().toString())
                .startsWith(RepoLayout.partialPrefix("sub/model.gguf"))
                .endsWith(SHA256 + ".part");
        assertThat(layout.rangeJournal(REPO, file))
                .hasFileName(partial.getFileName().toString().replace(".part", ".ranges"));
        assertThat(layout.partialFile(REPO, newer)).isNotEqualTo(partial);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../../x", "zz", "W/abc"})
    void refusesAHashThatIsNone(String etag) {
        RepoFile file = new RepoFile("model.gguf", 9, etag, etag, null);
        assertThatThrownBy(() -> layout.partialFile(REPO, file)).satisfies(refusedAs(UNSAFE_NAME));
        assertThatThrownBy(() -> layout.treeFile(REPO, etag)).satisfies(refusedAs(UNSAFE_NAME));
    }

    @Test
    void preparesTheCacheFolderAsThePythonClientDoes() throws IOException {
        layout.prepare(REPO);
        layout.prepare(REPO);
        Path cache = models.resolve("acme/tiny/.cache/huggingface");
        assertThat(cache.resolve(".gitignore")).hasContent("*");
        assertThat(cache.resolve("CACHEDIR.TAG")).content().startsWith("Signature: 8a477f597d28d172789f06886806bc55\n");
        assertThat(cache.resolve("download")).isDirectory();
    }

    @Test
    void writesNoMarkThroughALink(@TempDir Path outside) throws IOException {
        RepoLayout layout = new RepoLayout(models);
        RepoId repo = RepoId.model("acme/tiny");
        Path cache = Files.createDirectories(layout.downloadFolder(repo).resolveSibling(""));
        Files.createSymbolicLink(cache.resolve(".gitignore"), outside.resolve("secret"));
        layout.prepare(repo);
        assertThat(outside).isEmptyDirectory();
        assertThat(cache.resolve("CACHEDIR.TAG")).exists();
    }
}
