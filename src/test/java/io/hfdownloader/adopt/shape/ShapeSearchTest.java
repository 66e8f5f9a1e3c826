package io.hfdownloader.adopt.shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Models are found in the shapes of other programs, whatever else lies about. */
@Tag("fast")
class ShapeSearchTest {

    @TempDir
    Path root;

    private Path put(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[2_000]);
    }

    private ShapeSearch.Outcome search(int maxEntries) {
        return new ShapeSearch(root, file -> file.endsWith("known.gguf"), folder -> false, () -> false, maxEntries)
                .run(root);
    }

    @Test
    void foldersAndLooseFilesAreToldApart() throws IOException {
        List<Path> files = List.of(
                put("publisher/model-GGUF/model-Q4_K_M.gguf"),
                put("org_name/config.json"),
                put("org_name/model.safetensors"),
                put("one-00001-of-00002.gguf"),
                put("one-00002-of-00002.gguf"),
                put("two.gguf"),
                put("known.gguf"),
                put("notes.txt"),
                put(".hidden/three.gguf"));
        assertThat(files).allSatisfy(file -> assertThat(file).exists());
        ShapeSearch.Outcome outcome = search(Look.MAX_ENTRIES);
        assertThat(outcome.cut()).isFalse();
        assertThat(outcome.found())
                .extracting(Found::place)
                .containsExactlyInAnyOrder("publisher/model-GGUF", "org_name", "one-00001-of-00002.gguf", "two.gguf");
        assertThat(outcome.found())
                .filteredOn(found -> found.place().equals("one-00001-of-00002.gguf"))
                .singleElement()
                .satisfies(found -> assertThat(found.files()).hasSize(2));
        assertThat(hints(outcome, "publisher/model-GGUF")).startsWith("publisher/model-GGUF");
        assertThat(hints(outcome, "org_name")).contains("org/name");
    }

    private static List<String> hints(ShapeSearch.Outcome outcome, String place) {
        return outcome.found().stream()
                .filter(found -> found.place().equals(place))
                .flatMap(found -> found.hints().stream())
                .map(hint -> hint.repo().id())
                .toList();
    }

    @Test
    void linksAreNotFollowedAndNamesThatAreNoReposAreNoHints() throws IOException {
        Path outside = Files.createDirectories(root.resolveSibling(root.getFileName() + "-outside"));
        Files.write(outside.resolve("secret.gguf"), new byte[2_000]);
        Files.createDirectories(root.resolve("a"));
        Files.createSymbolicLink(root.resolve("a/loop"), root);
        Files.createSymbolicLink(root.resolve("a/out"), outside);
        Files.createSymbolicLink(root.resolve("a/one.gguf"), outside.resolve("secret.gguf"));
        Path odd = put("models--..--..%2F/snapshots/" + "a".repeat(40) + "/model.safetensors");
        ShapeSearch.Outcome outcome = search(Look.MAX_ENTRIES);
        assertThat(outcome.found()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(ShapeKind.HF_CACHE);
            assertThat(found.hints()).isEmpty();
            assertThat(found.files()).hasSize(1);
        });
        assertThat(odd).exists();
        assertThat(Files.deleteIfExists(outside.resolve("secret.gguf")) && Files.deleteIfExists(outside))
                .isTrue();
    }

    @Test
    void aHugeTreeEndsTheLookAndIsToldAsCut() throws IOException {
        for (int i = 0; i < 60; i++) {
            assertThat(put("many/file-" + i + ".gguf")).exists();
        }
        ShapeSearch.Outcome outcome = search(50);
        assertThat(outcome.cut()).isTrue();
        assertThat(outcome.found().size()).isLessThanOrEqualTo(50);
        String deep = "deep" + "/x".repeat(Look.MAX_DEPTH + 3) + "/model.gguf";
        assertThat(put(deep)).exists();
        assertThat(search(Look.MAX_ENTRIES).cut()).isTrue();
        assertThatThrownBy(() -> new ShapeSearch(root, file -> false, folder -> false, () -> true).run(root))
                .isInstanceOf(CancellationException.class);
    }
}
