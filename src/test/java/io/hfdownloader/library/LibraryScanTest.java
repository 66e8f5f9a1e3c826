package io.hfdownloader.library;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.hfdownloader.files.FolderWatch;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.http.ByteRange;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.library.metadata.TreeFile;
import io.hfdownloader.library.store.TreeStore;
import io.hfdownloader.library.store.VerifiedStore;
import io.hfdownloader.library.swap.MovingFolders;
import io.hfdownloader.library.unfinished.Unfinished;
import io.hfdownloader.sidecar.RangeJournal;
import io.hfdownloader.standin.sample.GgufFileBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.F16;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.IQ2_XXS;
import static io.hfdownloader.standin.sample.GgufFileBuilder.Type.Q4_K;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Tag("fast")
class LibraryScanTest {

    @TempDir
    Path models;

    private RepoFixture disk;
    private LibraryScan scan;
    private FolderWatch watch;

    @BeforeEach
    void makeScan() {
        disk = new RepoFixture(models);
        watch = FolderWatch.of(models);
        scan = new LibraryScan(
                RootFolder.of(models), new MovingFolders(models), new VerifiedStore(new RepoLayout(models)), watch);
    }

    @AfterEach
    void close() throws IOException {
        watch.close();
    }

    private LibraryModel only() throws IOException {
        List<LibraryModel> found = scan.run();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Workers may be busy for long; nobody asks the disk meanwhile. */
    @Test
    void onlyADiskThatIsAskedIsSilent() {
        assertThat(scan.isSilentFor(Duration.ZERO)).isFalse();
        scan.begin();
        assertThat(scan.isSilentFor(Duration.ZERO)).isTrue();
        assertThat(scan.isSilentFor(Duration.ofDays(1))).isFalse();
        scan.end();
        assertThat(scan.isSilentFor(Duration.ZERO)).isFalse();
    }

    /** Of such a folder only the top is one entry; what is known of it is no knowledge of all that is in it. */
    @Test
    void aPileOfModelsIsNotTakenForOneWhenItIsLookedAtAgain() throws IOException {
        for (String path : List.of("alpha-Q4_K_M.gguf", "beta/beta-Q8_0.gguf", "zeta/zeta-Q4_K_M.gguf")) {
            disk.put("stuff/" + path, "weights");
        }
        List<String> first = scan.run().stream().map(LibraryModel::name).toList();
        assertThat(first).hasSize(3);

        for (int i = 0; i < 3; i++) {
            assertThat(scan.run()).extracting(LibraryModel::name).isEqualTo(first);
        }
    }

    @Test
    void knowsAFolderThatThePythonClientFilledAsComplete() throws IOException {
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        disk.putFromHub("acme/tiny", "sub/tiny-Q4_K_M.gguf", "weights", COMMIT);
        assertThat(only()).satisfies(model -> {
            assertThat(model.repo()).isEqualTo(REPO);
            assertThat(model.name()).isEqualTo("acme/tiny");
            assertThat(model.commit()).isEqualTo(COMMIT);
            assertThat(model.complete()).isTrue();
            assertThat(model.sizeBytes()).isEqualTo(9);
            assertThat(model.files())
                    .extracting(LibraryFile::path)
                    .containsExactly("config.json", "sub/tiny-Q4_K_M.gguf");
            assertThat(model.files()).extracting(LibraryFile::etag).last().isEqualTo(RepoFixture.sha256("weights"));
            assertThat(model.variants()).extracting(LibraryVariant::label).containsExactly("Q4_K_M");
        });
    }

    @Test
    void callsWeightsAfterWhatTheirHeadersSayWhereTheirNamesSayAnotherThing() throws IOException {
        Path folder = Files.createDirectories(models.resolve("acme/tiny"));
        write(folder.resolve("x-BF16.gguf"), new GgufFileBuilder().fileType(15).tensor(Q4_K, 25_600));
        write(
                folder.resolve("x-60IQ2_XXS-40F16.gguf"),
                new GgufFileBuilder().tokens(20_000).tensor(IQ2_XXS, 256_000).tensor(F16, 2_560));
        Files.writeString(folder.resolve("y-Q2_K-Q8_0.gguf"), "no header");

        assertThat(only().variants()).extracting(LibraryVariant::label).containsExactly("Q8_0", "Q4_K_M", "IQ2_XXS");
    }

    private static void write(Path file, GgufFileBuilder gguf) throws IOException {
        Files.write(file, gguf.content(1).bytes());
    }

    @Test
    void callsAVariantAsThePageOfItsRepositoryDoes() throws IOException {
        disk.putFromHub("acme/tiny", "x-Alpha-Q4_K_M.gguf", "weights", COMMIT);
        new TreeStore(new RepoLayout(models))
                .save(new RepoTree(
                        REPO,
                        COMMIT,
                        Stream.of("x-Alpha-Q4_K_M.gguf", "x-Beta-Q4_K_M.gguf")
                                .map(path -> new RepoFile(path, 7, RepoFixture.sha256("weights"), "b".repeat(40), null))
                                .toList()));

        assertThat(only().variants()).extracting(LibraryVariant::label).containsExactly("Alpha-Q4_K_M");
    }

    @Test
    void tellsTheKindsOfFoldersApart() throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.putFromHub("acme/large", "a", "1", COMMIT);
        disk.putFromHub("gpt2", "a", "1", COMMIT);
        disk.putFromHub("datasets/acme/data", "a", "1", COMMIT);
        disk.putFromHub("datasets/squad", "a", "1", COMMIT);
        disk.putFromHub("spaces/acme/demo", "a", "1", COMMIT);
        disk.put("byhand/model/x.gguf", "1");
        disk.put("bert/pytorch_model.bin", "1");
        disk.put("my models/not a repo/x.gguf", "1");
        disk.put("loose.gguf", "1");
        disk.put(".hidden/x/y.gguf", "1");
        disk.put(".hidden-file", "1");
        Files.createDirectories(models.resolve("empty/empty"));
        assertThat(scan.run())
                .extracting(LibraryModel::name, LibraryModel::repo)
                .containsExactly(
                        tuple(".", null),
                        tuple("acme/large", RepoId.model("acme/large")),
                        tuple("acme/tiny", REPO),
                        tuple("bert", RepoId.model("bert")),
                        tuple("byhand/model", RepoId.model("byhand/model")),
                        tuple("datasets/acme/data", RepoId.parse(RepoType.DATASET, "acme/data")),
                        tuple("datasets/squad", RepoId.parse(RepoType.DATASET, "squad")),
                        tuple("gpt2", RepoId.model("gpt2")),
                        tuple("my models/not a repo", null),
                        tuple("spaces/acme/demo", RepoId.parse(RepoType.SPACE, "acme/demo")));
    }

    @Test
    void aStrayFileDoesNotMakeANamespaceAModel() throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.put("acme/notes.txt", "1");
        assertThat(scan.run())
                .extracting(LibraryModel::name, LibraryModel::repo, LibraryModel::wholeFolder)
                .containsExactly(tuple("acme", null, false), tuple("acme/tiny", REPO, true));
    }

    @Test
    void anOldModelDoesNotSwallowANamespaceOfItsName() throws IOException {
        disk.putFromHub("acme", "a", "1", COMMIT);
        disk.putFromHub("acme", "sub/b", "1", COMMIT);
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        assertThat(scan.run())
                .extracting(LibraryModel::name, model -> model.files().size())
                .containsExactly(tuple("acme", 2), tuple("acme/tiny", 1));
    }

    @Test
    void followsNoLinks(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret.gguf"), "secret");
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        Files.createSymbolicLink(models.resolve("acme/linked"), outside);
        Files.createSymbolicLink(models.resolve("linked"), outside);
        Files.createSymbolicLink(models.resolve("acme/tiny/sub"), outside);
        Files.createSymbolicLink(models.resolve("acme/tiny/b"), outside.resolve("secret.gguf"));
        Files.createSymbolicLink(models.resolve("acme/tiny/loop"), models);
        assertThat(only().files()).extracting(LibraryFile::path).containsExactly("a");
    }

    @Test
    void saysWhichFoldersItPassedOverAndWhy(@TempDir Path outside) throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.putFromHub("datasets/acme/data", "a", "1", COMMIT);
        disk.put("bert/pytorch_model.bin", "1");
        Files.createSymbolicLink(models.resolve("acme/linked"), outside);
        Files.createSymbolicLink(models.resolve("datasets/acme/linked"), outside.resolve("unplugged"));
        Files.createSymbolicLink(models.resolve("linked"), outside);
        Files.createSymbolicLink(models.resolve("bert/part"), outside);
        Files.createSymbolicLink(models.resolve("acme/tiny/part"), outside);
        Files.createSymbolicLink(models.resolve("acme/a.txt"), disk.put("b.txt", "1"));
        Files.createSymbolicLink(models.resolve(".hidden"), outside);
        for (int again = 0; again < 2; again++) {
            scan.run();
            assertThat(scan.skippedFolders())
                    .extracting(SkippedFolder::name, SkippedFolder::repo)
                    .containsExactlyInAnyOrder(
                            tuple("acme/linked", RepoId.model("acme/linked")),
                            tuple("datasets/acme/linked", RepoId.parse(RepoType.DATASET, "acme/linked")),
                            tuple("linked", RepoId.model("linked")));
            assertThat(scan.skippedFolders())
                    .allMatch(folder -> folder.reason().contains("\"" + folder.name() + "\"")
                            && folder.reason().contains("symbolic link"));
        }
        Files.delete(models.resolve("linked"));
        scan.run();
        assertThat(scan.skippedFolders()).hasSize(2);
    }

    @Test
    void countsWhatAPowerFailureLeft() throws IOException {
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        RepoLayout layout = new RepoLayout(models);
        Path partial = layout.partialFile(REPO, RepoFixture.lfs("tiny-Q8_0.gguf", "weights"));
        Files.writeString(partial, "wei");
        Files.writeString(partial.resolveSibling("sub.abc.0123abcd.incomplete"), "12345");
        Files.writeString(partial.resolveSibling(".hf-downloader-leftover"), "x");
        assertThat(only()).satisfies(model -> {
            assertThat(model.partialBytes()).isEqualTo(8);
            assertThat(model.complete()).isFalse();
            assertThat(model.sizeBytes()).isEqualTo(2);
        });
    }

    /** A connection that begins at the end makes a file as long as it will be, whatever has come. */
    @Test
    void countsOfAFileWithHolesWhatItsSidecarNames() throws IOException {
        long size = 1L << 30;
        RepoFile arriving = new RepoFile("tiny-Q8_0.gguf", size, RepoFixture.sha256("large"), "0".repeat(40), null);
        disk.putFromHub("acme/tiny", "tiny-Q4_K_M.gguf", "weights", COMMIT);
        RepoLayout layout = new RepoLayout(models);
        RepoFile whole = RepoFixture.lfs("tiny-Q4_K_M.gguf", "weights");
        writeTree(layout.treeFile(REPO, COMMIT), new RepoTree(REPO, COMMIT, List.of(whole, arriving)));
        Path partial = layout.partialFile(REPO, arriving);
        try (RandomAccessFile file = new RandomAccessFile(partial.toFile(), "rw")) {
            file.setLength(size);
        }
        Path journal = layout.rangeJournal(REPO, arriving);
        RangeJournal ranges = new RangeJournal(
                RootFolder.of(models),
                journal,
                new RangeJournal.Subject("tiny-Q8_0.gguf", COMMIT, arriving.etag(), size));
        ranges.write(List.of(new ByteRange(0, 5_000), new ByteRange(size - 3_000, size)));

        LibraryScan scan = new LibraryScan(
                RootFolder.of(models), new MovingFolders(models), new VerifiedStore(new RepoLayout(models)));
        assertThat(scan.run()).singleElement().satisfies(model -> {
            assertThat(model.partialBytes()).isEqualTo(8_000);
            assertThat(model.variants()).singleElement().matches(LibraryVariant::complete);
            assertThat(model.unfinished().variants())
                    .containsExactly(new Unfinished.BegunVariant("Q8_0", "gguf", Set.of("tiny-Q8_0.gguf"), 0, size));
        });

        ranges.write(List.of(new ByteRange(0, 70_000)));
        assertThat(scan.run()).singleElement().satisfies(model -> {
            assertThat(model.partialBytes()).isEqualTo(70_000);
            assertThat(model.unfinished().bytesOf(model.unfinished().variants().get(0)))
                    .isEqualTo(70_000);
        });

        Files.delete(journal);
        assertThat(scan.run()).singleElement().satisfies(model -> {
            assertThat(model.partialBytes()).as("nobody can tell").isZero();
            assertThat(model.complete()).isFalse();
        });
    }

    @Test
    void leftoversOfThePythonClientTakeSpaceButLeaveAModelComplete() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "weights", COMMIT);
        disk.put("acme/tiny/.cache/huggingface/download/sub.abc.0123abcd.incomplete", "12345");
        assertThat(only()).satisfies(model -> {
            assertThat(model.partialBytes()).isEqualTo(5);
            assertThat(model.complete()).isTrue();
        });
    }

    @Test
    void removesWhatAKillLeftOfSmallFilesAfterADay() throws IOException {
        disk.putFromHub("acme/tiny", "sub/m-Q8_0.gguf", "weights", COMMIT);
        String cache = "acme/tiny/.cache/huggingface/";
        List<Path> old = List.of(
                disk.put(cache + "download/sub/.hf-downloader-1", "x"),
                disk.put(cache + "trees/.hf-downloader-2", "x"));
        for (Path file : old) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        }
        Path fresh = disk.put(cache + "download/.hf-downloader-3", "x");
        Path users = disk.put("acme/tiny/.hf-downloader-4", "x");
        Files.setLastModifiedTime(users, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        assertThat(only().complete()).isTrue();
        assertThat(old).noneMatch(Files::exists);
        assertThat(fresh).exists();
        assertThat(users).exists();
    }

    @Test
    void listsARepoOfWhichThereIsNothingButPartialData() throws IOException {
        RepoLayout layout = new RepoLayout(models);
        layout.prepare(REPO);
        assertThat(scan.run()).isEmpty();
        Files.writeString(layout.partialFile(REPO, RepoFixture.lfs("m.gguf", "weights")), "w");
        assertThat(only().complete()).isFalse();
    }

    @Test
    void missesAShardByItsNumber() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q8_0-00001-of-00002.gguf", "1", COMMIT);
        assertThat(only().complete()).isFalse();
        disk.putFromHub("acme/tiny", "m-Q8_0-00002-of-00002.gguf", "1", COMMIT);
        assertThat(only().complete()).isTrue();
    }

    /** The index, its shards that are here, and the one that comes last. */
    @ParameterizedTest
    @CsvSource({
        "model.safetensors.index.json, model-00001-of-00002.safetensors model-00002-of-00002.safetensors,"
                + " mtp.safetensors",
        "model.safetensors.index.json, model-00000-of-00002.safetensors model-00001-of-00002.safetensors,"
                + " model-00002-of-00002.safetensors",
        "model.safetensors.index.json, model-00000-of-00001.safetensors, model-00001-of-00001.safetensors",
        "pytorch_model.bin.index.json, pytorch_model-00001-of-00003.bin pytorch_model-00002-of-00003.bin,"
                + " pytorch_model-00003-of-00003.bin",
        "weights/model.safetensors.index.json, weights/layer_a.safetensors, weights/layer_b.safetensors",
        "model.safetensors.index.fp16.json, model.fp16-00001-of-00002.safetensors,"
                + " model.fp16-00002-of-00002.safetensors",
        "model.safetensors.index.json, a-00001.safetensors a-00002.safetensors, a-00003.safetensors",
        "model.safetensors.index.json, model-00001-of-00002.safetensors, extra/model-00002-of-00002.safetensors"
    })
    void aModelIsWholeWhenTheIndexBesideItSaysSo(String index, String present, String last) throws IOException {
        String folder = index.substring(0, index.lastIndexOf('/') + 1);
        List<String> shards =
                Stream.concat(Stream.of(present.split(" ")), Stream.of(last)).toList();
        disk.put("acme/tiny/" + index, indexOf(shards, folder));
        for (String shard : present.split(" ")) {
            putShard(shard);
        }
        assertThat(only().complete()).isFalse();

        putShard(last);
        assertThat(only().complete()).isTrue();
        assertThat(only().variants()).hasSize(1);

        Files.delete(models.resolve("acme/tiny").resolve(last));
        assertThat(only().complete()).isFalse();
    }

    /** Smaller files of this ending are no weights. */
    private void putShard(String path) throws IOException {
        disk.put("acme/tiny/" + path, "x".repeat(path.endsWith(".bin") ? 5_000_000 : 1));
    }

    private static String indexOf(List<String> shards, String folder) {
        return IntStream.range(0, shards.size())
                .mapToObj(at -> "\"layer." + at + "\": \"" + shards.get(at).substring(folder.length()) + "\"")
                .collect(Collectors.joining(", ", "{\"metadata\": {\"total_size\": 7}, \"weight_map\": {", "}}"));
    }

    /** An index that changes is read anew, and one that is none decides nothing. */
    @Test
    void anIndexThatIsNoneLeavesTheNumbersToTell() throws IOException {
        disk.put("acme/tiny/model-00001-of-00002.safetensors", "1");
        disk.put("acme/tiny/model-00002-of-00002.safetensors", "2");
        for (String garbage : List.of(
                "",
                "{}",
                "[]",
                "{\"weight_map\": {}}",
                "{\"weight_map\": {\"a\": 7, \"b\": [\"model-00003-of-00002.safetensors\"]}}",
                "{\"weight_map\": {\"a\": \"model-00003-of-00002.safetensors\"",
                "{\"weight_map\": {\"a\": \"../other/model.safetensors\"}}",
                "{\"a\":".repeat(50_000))) {
            disk.put("acme/tiny/model.safetensors.index.json", garbage);
            assertThat(only().complete())
                    .as(garbage.substring(0, Math.min(60, garbage.length())))
                    .isTrue();
        }
        disk.put(
                "acme/tiny/model.safetensors.index.json",
                indexOf(List.of("model-00001-of-00002.safetensors", "x.safetensors"), ""));
        assertThat(only().complete()).isFalse();
    }

    @Test
    void anIndexWithoutAnyOfItsShardsSaysNothingOfOtherWeights() throws IOException {
        disk.put("acme/tiny/model.safetensors.index.json", indexOf(List.of("a.safetensors", "b.safetensors"), ""));
        disk.put("acme/tiny/tiny-Q4_K_M.gguf", "weights");
        assertThat(only().complete()).isTrue();
    }

    /** An update that was given up, or a download of one variant at a newer commit. */
    @Test
    void whatIsWholeOfAnOlderCommitIsCompleteButAMixtureIsNot() throws IOException {
        String older = "b".repeat(40);
        List<String> shards = List.of("m-Q8_0-00001-of-00002.gguf", "m-Q8_0-00002-of-00002.gguf");
        for (String shard : shards) {
            disk.putFromHub("acme/tiny", shard, "old", older);
        }
        assertThat(only().mixed()).isFalse();
        List<RepoFile> upstream = Stream.concat(Stream.of("config.json"), shards.stream())
                .map(path -> RepoFixture.lfs(path, "new"))
                .toList();
        writeTree(new RepoLayout(models).treeFile(REPO, COMMIT), new RepoTree(REPO, COMMIT, upstream));

        newest(disk.putFromHub("acme/tiny", "config.json", "new", COMMIT));
        assertThat(only().commit()).isEqualTo(COMMIT);
        assertThat(only().mixed()).isTrue();
        assertThat(only().complete()).isTrue();

        newest(disk.putFromHub("acme/tiny", shards.get(0), "new", COMMIT));
        assertThat(only().mixed()).isTrue();
        assertThat(only().complete()).isFalse();

        newest(disk.putFromHub("acme/tiny", shards.get(1), "new", COMMIT));
        assertThat(only().mixed()).isFalse();
        assertThat(only().complete()).isTrue();
    }

    @Test
    void aVariantIsWholeWhenOnlyOneOfItsShardsWillChange() throws IOException {
        String older = "b".repeat(40);
        RepoLayout layout = new RepoLayout(models);
        String first = "m-Q8_0-00001-of-00002.gguf";
        String second = "m-Q8_0-00002-of-00002.gguf";
        disk.putFromHub("acme/tiny", first, "old", older);
        disk.putFromHub("acme/tiny", second, "same", older);
        List<RepoFile> upstream = List.of(
                RepoFixture.lfs("config.json", "new"), RepoFixture.lfs(first, "new"), RepoFixture.lfs(second, "same"));
        writeTree(layout.treeFile(REPO, COMMIT), new RepoTree(REPO, COMMIT, upstream));
        newest(disk.putFromHub("acme/tiny", "config.json", "new", COMMIT));
        assertThat(only().mixed()).isTrue();
        assertThat(only().complete()).isTrue();

        disk.putFromHub("acme/tiny", second, "same", COMMIT); // recorded anew, as it is the same
        assertThat(only().complete()).as("nobody knows what belongs together").isFalse();
        List<RepoFile> before = List.of(RepoFixture.lfs(first, "old"), RepoFixture.lfs(second, "same"));
        writeTree(layout.treeFile(REPO, older), new RepoTree(REPO, older, before));
        assertThat(only().complete()).isTrue();
    }

    @Test
    void whatIsGoneUpstreamIsMarkedAndOlderWhereItsSuccessorIsNotHere() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "old", "b".repeat(40));
        RepoFile config = RepoFixture.lfs("config.json", "new");
        Path tree = new RepoLayout(models).treeFile(REPO, COMMIT);
        writeTree(tree, new RepoTree(REPO, COMMIT, List.of(config, RepoFixture.lfs("m-Q4_0.gguf", "new"))));
        newest(disk.putFromHub("acme/tiny", "config.json", "new", COMMIT));
        assertThat(only().mixed()).isFalse();
        assertThat(only().complete()).isTrue();
        assertThat(only().variants()).allMatch(LibraryVariant::goneUpstream);

        writeTree(tree, new RepoTree(REPO, COMMIT, List.of(config, RepoFixture.lfs("q8/m-Q8_0.gguf", "new"))));
        newest(disk.putFromHub("acme/tiny", "config.json", "newer", COMMIT));
        assertThat(only().mixed()).isTrue();
        assertThat(only().complete()).isTrue();
    }

    /** Names of the shards before and after, the same ones too; the update may have brought some of its files. */
    @ParameterizedTest
    @CsvSource({
        "model-00001-of-00002.safetensors model-00002-of-00002.safetensors,"
                + " model-00001-of-00003.safetensors model-00002-of-00003.safetensors model-00003-of-00003.safetensors",
        "model.safetensors, model-00001-of-00002.safetensors model-00002-of-00002.safetensors",
        "model-00001-of-00002.safetensors model-00002-of-00002.safetensors, model.safetensors",
        "pytorch_model.safetensors, model.safetensors",
        "model.safetensors, model.safetensors",
        "m-Q8_0.gguf, m-Q8_0-00001-of-00002.gguf m-Q8_0-00002-of-00002.gguf"
    })
    void aWholeModelStaysCompleteWhenItsUpdateIsGivenUp(String before, String after) throws IOException {
        String older = "b".repeat(40);
        RepoLayout layout = new RepoLayout(models);
        List<String> old = List.of(before.split(" "));
        List<String> next = List.of(after.split(" "));
        for (String path : old) {
            disk.putFromHub("acme/tiny", path, "old", older);
        }
        disk.putFromHub("acme/tiny", "config.json", "old", older);
        writeTree(layout.treeFile(REPO, older), tree(older, "old", old, "config.json"));
        writeTree(layout.treeFile(REPO, COMMIT), tree(COMMIT, "new", next, "config.json", "README.md"));
        Path begun = layout.partialFile(REPO, RepoFixture.lfs(next.get(next.size() - 1), "new"));
        Files.writeString(begun, "n");
        assertThat(only()).satisfies(model -> {
            assertThat(model.commit()).isEqualTo(older);
            assertThat(model.complete()).isTrue();
            assertThat(model.partialBytes()).isOne();
        });

        newest(disk.putFromHub("acme/tiny", "README.md", "new", COMMIT));
        assertThat(only().complete())
                .as("a file that was not there before has come")
                .isTrue();
        if (next.size() > 1) {
            newest(disk.putFromHub("acme/tiny", next.get(0), "new", COMMIT));
            assertThat(only().complete()).as("a shard has come").isTrue();
        }
        Files.delete(models.resolve("acme/tiny").resolve(old.get(0)));
        assertThat(only().complete()).isFalse();
    }

    @Test
    void aModelIsNotCompleteWhileAFileOfItsOwnCommitIsBegun() throws IOException {
        RepoLayout layout = new RepoLayout(models);
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "new", COMMIT);
        writeTree(layout.treeFile(REPO, COMMIT), tree(COMMIT, "new", List.of("m-Q8_0.gguf", "m-Q4_0.gguf")));
        Files.writeString(layout.partialFile(REPO, RepoFixture.lfs("m-Q4_0.gguf", "new")), "n");
        assertThat(only().complete()).isFalse();
    }

    private static RepoTree tree(String commit, String content, List<String> paths, String... others) {
        return new RepoTree(
                REPO,
                commit,
                Stream.concat(paths.stream(), Stream.of(others))
                        .map(path -> RepoFixture.lfs(path, content))
                        .toList());
    }

    /** Two metadata files written within one tick of the clock would have no order. */
    private void newest(Path file) throws IOException {
        Path metadata = models.resolve("acme/tiny/.cache/huggingface/download/"
                + models.resolve("acme/tiny").relativize(file) + ".metadata");
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.now().plusSeconds(1)));
    }

    @Test
    void comparesAVariantWithTheListing() throws IOException {
        disk.putFromHub("acme/tiny", "unet/model.safetensors", "12", COMMIT);
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "1", COMMIT);
        Path tree = new RepoLayout(models).treeFile(REPO, COMMIT);
        List<RepoFile> upstream = Stream.of(
                        "unet/model.safetensors", "vae/model.safetensors", "m-Q8_0.gguf", "m-Q4_0.gguf")
                .map(path -> RepoFixture.lfs(path, "1"))
                .toList();
        writeTree(tree, new RepoTree(REPO, COMMIT, upstream));
        assertThat(only().variants())
                .extracting(LibraryVariant::label, LibraryVariant::complete)
                .containsExactly(tuple("safetensors", false), tuple("Q8_0", true));
        disk.putFromHub("acme/tiny", "unet/model.safetensors", "1", COMMIT);
        disk.putFromHub("acme/tiny", "vae/model.safetensors", "1", COMMIT);
        assertThat(only().complete()).isTrue();
    }

    @Test
    void aModelWithoutAnyOfItsWeightsIsNotComplete() throws IOException {
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        assertThat(only().complete()).as("nobody knows of any tree").isFalse();
        Path tree = new RepoLayout(models).treeFile(REPO, COMMIT);
        RepoFile config = RepoFixture.git("config.json", "{}");
        writeTree(tree, new RepoTree(REPO, COMMIT, List.of(config, RepoFixture.lfs("m-Q8_0.gguf", "1"))));
        assertThat(only().complete()).isFalse();
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "1", COMMIT);
        assertThat(only().complete()).isTrue();
    }

    @Test
    void aRepoThatHasNoWeightsIsCompleteWithoutThem() throws IOException {
        disk.putFromHub("acme/tiny", "tokenizer.json", "{}", COMMIT);
        RepoFile tokenizer = RepoFixture.git("tokenizer.json", "{}");
        writeTree(new RepoLayout(models).treeFile(REPO, COMMIT), new RepoTree(REPO, COMMIT, List.of(tokenizer)));
        disk.putFromHub("datasets/acme/data", "train.parquet", "1", COMMIT);
        assertThat(scan.run()).hasSize(2).allMatch(LibraryModel::complete);
    }

    @Test
    void doesNotBelieveANoteOnAFileChangedSince() throws IOException {
        Path file = disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 60_000));
        assertThat(only()).satisfies(model -> {
            assertThat(model.commit()).isNull();
            assertThat(model.files().get(0).etag()).isNull();
        });
    }

    @Test
    void survivesNotesThatAreGarbage() throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.put("acme/tiny/.cache/huggingface/download/a.metadata", "\0\0garbage");
        disk.put("acme/tiny/.cache/huggingface/trees/x.json", "garbage");
        assertThat(only().commit()).isNull();
    }

    @Test
    void keepsNamesApartThatDifferByCaseAlone() throws IOException {
        disk.putFromHub("acme/tiny", "README.md", "1", COMMIT);
        disk.putFromHub("acme/tiny", "readme.md", "22", COMMIT);
        assertThat(only().files()).extracting(LibraryFile::sizeBytes).containsExactly(1L, 2L);
    }

    @Test
    void readsThreeThousandFilesOnceAndKeepsWhatHasNotChanged() throws IOException {
        for (int number = 0; number < 3_000; number++) {
            disk.putFromHub("acme/tiny", "data/%02d/%04d.json".formatted(number % 50, number), "{}", COMMIT);
        }
        LibraryModel first = only();
        assertThat(first.files()).hasSize(3_000).allMatch(file -> COMMIT.equals(file.commit()));
        assertThat(only()).isSameAs(first);
        disk.put("acme/tiny/data/00/0000.json", "changed");
        LibraryModel second = only();
        assertThat(second).isNotSameAs(first);
        long kept = IntStream.range(0, 3_000)
                .filter(index -> first.files().get(index) == second.files().get(index))
                .count();
        assertThat(kept).isEqualTo(2_999);
    }

    @Test
    void listsNamesOfTheGreatestLength() throws IOException {
        String name = "x".repeat(237) + ".gguf";
        disk.putFromHub("acme/tiny", name, "1", COMMIT);
        assertThat(only().files())
                .singleElement()
                .extracting(LibraryFile::commit)
                .isEqualTo(COMMIT);
    }

    private static void writeTree(Path file, RepoTree tree) throws IOException {
        Files.createDirectories(file.getParent());
        TreeFile.write(RootFolder.of(file.getParent()), file, tree);
    }
}
