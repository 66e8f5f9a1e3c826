package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.hfdownloader.files.AtomicFile;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.FileMetadata;
import io.hfdownloader.library.swap.NewSet;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static org.assertj.core.api.Assertions.assertThat;

/** A model of nine files of which the next commit changes, adds, removes and keeps some, on a disk that can be made to fail. */
final class SwapFixture {

    static final String NEXT_COMMIT = "d".repeat(40);

    static final Map<String, String> OLD = Map.of(
            "README.md", "old words",
            "config.json", "{\"old\": 1}",
            "tokenizer.json", "{}",
            "model-00001-of-00002.safetensors", "old weights, part one",
            "model-00002-of-00002.safetensors", "old weights, part two",
            "sub/vocab.json", "{\"old\": 2}",
            "notes.txt", "gone soon");

    static final Map<String, String> NEW = Map.of(
            "README.md", "new words",
            "config.json", "{\"new\": 1}",
            "tokenizer.json", "{}",
            "model.safetensors", "new weights, in one piece",
            "sub/vocab.json", "{\"new\": 2}",
            "more/added.json", "{\"new\": 3}");

    private static final String OWN = "mine.txt";

    final FaultyDisk disk;
    private final Path models;
    ModelLibrary library;

    SwapFixture(Path models) throws IOException {
        this.models = Files.createDirectories(models);
        this.disk = new FaultyDisk(models);
        this.library = new ModelLibrary(disk::root);
        library.saveTree(tree(COMMIT, OLD));
        RepoFixture hf = new RepoFixture(models);
        for (Map.Entry<String, String> file : OLD.entrySet()) {
            Path put = hf.putFromHub("acme/tiny", file.getKey(), file.getValue(), COMMIT);
            Files.delete(hf.put("acme/tiny/.cache/huggingface/download/" + file.getKey() + ".lock", ""));
            assertThat(put).exists();
        }
        Path own = hf.put("acme/tiny/" + OWN, "mine");
        assertThat(own).exists();
        library.saveTree(tree(NEXT_COMMIT, NEW));
        stage();
        library.flush();
        assertThat(library.scan()).hasSize(1);
    }

    private static RepoTree tree(String commit, Map<String, String> files) {
        return new RepoTree(
                REPO,
                commit,
                new TreeMap<>(files)
                        .entrySet().stream()
                                .map(file -> RepoFixture.lfs(file.getKey(), file.getValue()))
                                .toList());
    }

    private Path putBeside(RepoFile file, String content) throws IOException {
        RepoLayout layout = library.layout();
        layout.prepare(REPO);
        return Files.writeString(layout.partialFile(REPO, file), content);
    }

    /** As a download does that has fetched, and hashed, what is not here. */
    void stage() throws IOException {
        for (RepoFile file : tree(NEXT_COMMIT, NEW).files()) {
            boolean here = switch (library.files().compare(REPO, file)) {
                case SAME_VERIFIED -> true;
                case SAME_UNCHECKED -> library.files().verify(REPO, file, () -> false, bytes -> {});
                case MISSING, DIFFERENT -> library.files().isStaged(REPO, file);
            };
            if (!here) {
                Path partial = putBeside(file, NEW.getOrDefault(file.path(), ""));
                library.files().stage(REPO, file);
                assertThat(partial).exists();
            }
        }
    }

    ModelLibrary.Departed swap() throws IOException {
        RepoTree tree = tree(NEXT_COMMIT, NEW);
        return library.swap(new NewSet(tree, tree.files(), COMMIT, true), () -> {});
    }

    /** As the process is started again on what the disk has; it writes nothing any more before. */
    void restart() {
        for (FaultyDisk.Call call : FaultyDisk.Call.values()) {
            disk.refuse(call, "", "Input/output error");
        }
        library.close();
        disk.mend();
        library = new ModelLibrary(disk::root);
    }

    boolean isOld() throws IOException {
        return files().equals(with(OLD));
    }

    boolean isNew() throws IOException {
        return files().equals(with(NEW));
    }

    /** All of one commit: files, what is noted of them, and what the library says. */
    void assertIsWhole(RepoId repo) throws IOException {
        boolean old = isOld();
        assertThat(files()).isEqualTo(old ? with(OLD) : with(NEW));
        String commit = old ? COMMIT : NEXT_COMMIT;
        for (Map.Entry<String, String> file : (old ? OLD : NEW).entrySet()) {
            Optional<FileMetadata> note = FileMetadata.read(library.layout().metadata(repo, file.getKey()));
            assertThat(note).as("what hf reads of %s", file.getKey()).hasValueSatisfying(read -> {
                assertThat(read.commit()).isEqualTo(commit);
                assertThat(read.etag()).isEqualTo(RepoFixture.sha256(file.getValue()));
            });
        }
        LibraryModel model = library.scan().get(0);
        assertThat(model.commit()).isEqualTo(commit);
        assertThat(model.mixed()).isFalse();
        assertThat(model.complete()).isTrue();
        assertThat(library.interruptedSwap(repo)).isEmpty();
        assertThat(library.layout().swapFile(repo)).doesNotExist();
    }

    /** Nothing is beside the files but what is noted of them. */
    void assertIsTidy() throws IOException {
        try (Stream<Path> left = Files.walk(models.resolve("acme/tiny/.cache/huggingface/download"))) {
            assertThat(left.filter(Files::isRegularFile).map(Path::toString))
                    .filteredOn(name -> !name.contains(AtomicFile.TEMPORARY_PREFIX))
                    .allMatch(name -> name.endsWith(".metadata"))
                    .hasSize(NEW.size());
        }
        assertThat(library.tree(REPO, COMMIT)).as("what the old set was").isPresent();
    }

    private static Map<String, String> with(Map<String, String> set) {
        Map<String, String> all = new TreeMap<>(set);
        all.put(OWN, "mine");
        return all;
    }

    private Map<String, String> files() throws IOException {
        Path folder = models.resolve("acme/tiny");
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString();
                if (!path.startsWith(".cache")) {
                    found.put(path, Files.readString(file));
                }
            }
        }
        return found;
    }
}
