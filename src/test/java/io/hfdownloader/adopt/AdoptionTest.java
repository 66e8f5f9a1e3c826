package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.GgufFileBuilder;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What is on the disk is found, matched with a repository, proved, and taken into the library without fetching it. */
@Tag("http")
class AdoptionTest {

    private static final Content Q4 = Content.generated(1, 60_000);
    private static final Content Q8 = Content.generated(2, 90_000);
    private static final Content CONFIG = Content.of("{\"model_type\": \"llama\"}");
    private static final Content PART_ONE = Content.generated(3, 50_000);
    private static final Content PART_TWO = Content.generated(4, 40_000);
    private static final Content NEWER = Content.generated(5, 60_001);

    private static Vertx vertx;
    private static HubStandIn hub;
    private static HubClient client;
    private static StandInRepo quants;
    private static StandInRepo parts;

    @TempDir
    Path folder;

    private AdoptFixture disk;
    private Path extra;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        hub = HubStandIn.start();
        client = HubClients.of(vertx, hub.endpoint(), null);
        quants = hub.add(StandInRepo.model("acme/Tiny-7B-GGUF")
                .tag("gguf")
                .file("Tiny-7B-Q4_K_M.gguf", Q4)
                .file("Tiny-7B-Q8_0.gguf", Q8));
        hub.add(StandInRepo.model("acme/Tiny-Other-GGUF")
                .tag("gguf")
                .file("Other-Q4_K_M.gguf", Content.generated(9, 60_000)));
        parts = hub.add(StandInRepo.model("acme/parts")
                .file("config.json", CONFIG)
                .file("model-00001-of-00002.safetensors", PART_ONE)
                .file("model-00002-of-00002.safetensors", PART_TWO));
        hub.add(StandInRepo.model("acme/moved-on")
                .tag("gguf")
                .file("moved-on-Q4_K_M.gguf", Q4)
                .commit("Better weights")
                .file("moved-on-Q4_K_M.gguf", NEWER));
        hub.add(StandInRepo.model("acme/named-inside")
                .tag("gguf")
                .file("weights-Q8_0.gguf", Content.generated(inside(), 11, 70_000)));
    }

    private static byte[] inside() {
        return new GgufFileBuilder()
                .pair("general.architecture", "llama")
                .pair("general.source.url", "https://huggingface.co/acme/named-inside")
                .header();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        hub.close();
    }

    @BeforeEach
    void open() throws IOException {
        extra = Files.createDirectories(folder.resolve("extra"));
        disk = new AdoptFixture(folder.resolve("models"), client, extra.toString());
    }

    @AfterEach
    void close() {
        disk.close();
        assertThat(hub.requests().stream().filter(asked -> asked.uri().contains("/resolve/")))
                .as("nothing is fetched")
                .isEmpty();
        hub.clear();
    }

    @Test
    void aLooseFileIsFoundBySearchAndMoved() throws IOException {
        Path loose = disk.put("tiny-7b.Q4_K_M.gguf", Q4);
        FoundModel found = only(disk.find());
        assertThat(found.repo()).isEqualTo("acme/Tiny-7B-GGUF");
        assertThat(found.proof()).isEqualTo(Proof.PROVED);
        assertThat(found.commit()).isEqualTo(quants.main().id());
        assertThat(found.ways()).containsExactly(How.MOVE, How.HARDLINK, How.REFLINK, How.LEAVE);
        assertThat(loose).exists();

        AdoptOutcome outcome = disk.adopt(found, How.MOVE);

        assertThat(outcome.refused()).isEmpty();
        assertThat(loose).doesNotExist();
        assertThat(disk.models.resolve("acme/Tiny-7B-GGUF/Tiny-7B-Q4_K_M.gguf")).hasBinaryContent(Q4.bytes());
        LibraryModel model = disk.model("acme/Tiny-7B-GGUF").orElseThrow();
        assertThat(model.complete()).isTrue();
        assertThat(model.commit()).isEqualTo(quants.main().id());
        assertThat(model.files()).allSatisfy(file -> {
            assertThat(file.commit()).isEqualTo(quants.main().id());
            assertThat(file.verifiedAt()).isNotNull();
        });
        assertThat(disk.find()).isEmpty();
        disk.restart();
        assertThat(disk.model("acme/Tiny-7B-GGUF").orElseThrow().files())
                .allSatisfy(file -> assertThat(file.verifiedAt()).isNotNull());
    }

    @Test
    void whatTheHeaderNamesIsBelievedWhenTheContentProvesIt() throws IOException {
        Path renamed = disk.put("my favourite.gguf", Content.generated(inside(), 11, 70_000));
        FoundModel found = only(disk.find());
        assertThat(found.repo()).isEqualTo("acme/named-inside");
        assertThat(found.proof()).isEqualTo(Proof.PROVED);
        assertThat(renamed).exists();
    }

    /** Memory is one in most places where this runs; where it is not, the same disk shows nothing. */
    @Test
    void fromAnotherDiskAFileIsCopiedAndThenGoes() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
                "There is no second disk at /dev/shm");
        Path other = Files.createTempDirectory(memory, "hf-downloader-adopt");
        try (AdoptFixture two = new AdoptFixture(folder.resolve("two"), client, other.toString())) {
            Path moved = Files.write(other.resolve("Tiny-7B-Q4_K_M.gguf"), Q4.bytes());
            Path copied = Files.write(other.resolve("Tiny-7B-Q8_0.gguf"), Q8.bytes());
            List<FoundModel> found = two.find();
            assertThat(found)
                    .hasSize(2)
                    .allSatisfy(model -> assertThat(model.ways()).containsExactly(How.MOVE, How.COPY, How.LEAVE));
            Files.setLastModifiedTime(copied, FileTime.fromMillis(1_700_000_000_000L));

            assertThat(two.adopt(named(found, "Tiny-7B-Q4_K_M.gguf"), How.MOVE).refused())
                    .isEmpty();
            assertThat(two.adopt(named(found, "Tiny-7B-Q8_0.gguf"), How.COPY).refused())
                    .isEmpty();

            Path model = two.models.resolve("acme/Tiny-7B-GGUF");
            assertThat(model.resolve("Tiny-7B-Q4_K_M.gguf")).hasBinaryContent(Q4.bytes());
            assertThat(model.resolve("Tiny-7B-Q8_0.gguf")).hasBinaryContent(Q8.bytes());
            assertThat(moved).doesNotExist();
            assertThat(copied).hasBinaryContent(Q8.bytes());
            assertThat(two.model("acme/Tiny-7B-GGUF").orElseThrow().files())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(file.verifiedAt()).isNotNull());
            try (Stream<Path> all = Files.walk(two.models)) {
                assertThat(all.filter(file -> file.toString().endsWith(".incomplete")))
                        .isEmpty();
            }
        } finally {
            removeAll(other);
        }
    }

    private static FoundModel named(List<FoundModel> found, String name) {
        return found.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void removeAll(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void aFileThatBecameOneOfAModelMeanwhileIsNotTaken() throws IOException {
        Path loose = disk.put("acme/parts/model-00001-of-00002.safetensors", PART_ONE);
        Path config = disk.put("acme/parts/config.json", CONFIG);
        FoundModel early = only(disk.find());
        UUID plan = disk.choose(early, How.MOVE);
        FoundModel late = only(disk.find());
        assertThat(disk.adopt(late, How.MOVE).refused()).isEmpty();
        assertThat(disk.adoption
                        .adopt(plan, total -> 0, new AdoptFixture.Quiet())
                        .refused())
                .isEmpty();
        assertThat(List.of(loose, config)).allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void aHalfCopiedModelTellsWhatIsMissing() throws IOException {
        Path config = disk.put("acme_parts/config.json", CONFIG);
        Path one = disk.put("acme_parts/model-00001-of-00002.safetensors", PART_ONE);
        Path notes = disk.put("acme_parts/notes.txt", Content.of("mine"));
        FoundModel found = only(disk.find());
        assertThat(found.repo()).isEqualTo("acme/parts");
        assertThat(found.complete()).isFalse();
        assertThat(found.provedFiles()).isEqualTo(2);
        assertThat(found.missingFiles()).isEqualTo(1);
        assertThat(found.missingBytes()).isEqualTo(PART_TWO.size());

        AdoptOutcome outcome = disk.adopt(found, How.MOVE);

        assertThat(outcome.adopted())
                .singleElement()
                .satisfies(
                        adopted -> assertThat(adopted.missing()).containsExactly("model-00002-of-00002.safetensors"));
        assertThat(disk.model("acme/parts").orElseThrow().complete()).isFalse();
        assertThat(List.of(config, one)).allSatisfy(gone -> assertThat(gone).doesNotExist());
        assertThat(notes).hasContent("mine");
    }

    @Test
    void aModelInItsPlaceIsOnlyNoted() throws IOException {
        List<Path> files = List.of(
                disk.put("acme/parts/config.json", CONFIG),
                disk.put("acme/parts/model-00001-of-00002.safetensors", PART_ONE),
                disk.put("acme/parts/model-00002-of-00002.safetensors", PART_TWO));
        FileTime before = Files.getLastModifiedTime(files.get(1));
        Object key = key(files.get(1));
        FoundModel found = only(disk.find());
        assertThat(found.proof()).isEqualTo(Proof.PROVED);

        assertThat(disk.adopt(found, How.MOVE).refused()).isEmpty();

        LibraryModel model = disk.model("acme/parts").orElseThrow();
        assertThat(model.complete()).isTrue();
        assertThat(model.commit()).isEqualTo(parts.main().id());
        assertThat(files).allSatisfy(file -> assertThat(file).exists());
        assertThat(Files.getLastModifiedTime(files.get(1))).isEqualTo(before);
        assertThat(key(files.get(1))).isEqualTo(key);
        assertThat(disk.models.resolve("acme/parts/.cache/huggingface/download/config.json.metadata"))
                .content()
                .startsWith(parts.main().id() + "\n" + CONFIG.gitSha1() + "\n");
    }

    @Test
    void anOlderCommitIsFoundByItsContent() throws IOException {
        Path old = disk.put("acme/moved-on/moved-on-Q4_K_M.gguf", Q4);
        FoundModel found = only(disk.find());
        assertThat(found.repo()).isEqualTo("acme/moved-on");
        assertThat(found.proof()).isEqualTo(Proof.PROVED);
        StandInRepo repo = hub.model("acme/moved-on");
        assertThat(found.commit())
                .isNotEqualTo(repo.main().id())
                .isEqualTo(repo.commits().get(0).id());
        assertThat(disk.adopt(found, How.MOVE).refused()).isEmpty();
        assertThat(disk.model("acme/moved-on").orElseThrow().commit()).isEqualTo(found.commit());
        assertThat(old).exists();
    }

    @Test
    void theCacheOfThePythonClientIsReadThroughItsLinksAndNeverWritten() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.json"), "out of reach");
        Path repo = cache(disk.models.resolve("hub"));
        Path snapshot = repo.resolve("snapshots").resolve(parts.main().id());
        Files.createSymbolicLink(snapshot.resolve("generation_config.json"), secret);
        Files.createSymbolicLink(snapshot.resolve("vocab.json"), Path.of("../../../../../secret.json"));
        Map<String, Object> before = tree(disk.models.resolve("hub"));
        FoundModel found = only(disk.find());
        assertThat(found.shape().word()).isEqualTo("hf-cache");
        assertThat(found.files()).isEqualTo(3);
        assertThat(found.proof()).isEqualTo(Proof.PROVED);
        assertThat(found.ways()).doesNotContain(How.MOVE);
        assertThatThrownBy(() -> disk.choose(found, How.MOVE))
                .isInstanceOf(AdoptException.class)
                .hasMessageContaining("another program");

        assertThat(disk.adopt(found, How.HARDLINK).refused()).isEmpty();

        assertThat(disk.model("acme/parts").orElseThrow().complete()).isTrue();
        assertThat(disk.models.resolve("acme/parts/model-00001-of-00002.safetensors"))
                .isRegularFile()
                .hasBinaryContent(PART_ONE.bytes());
        assertThat(Files.isSymbolicLink(disk.models.resolve("acme/parts/config.json")))
                .isFalse();
        assertThat(tree(disk.models.resolve("hub"))).isEqualTo(before);
    }

    /** With one file in the store that all repositories share. */
    private static Path cache(Path hubFolder) throws IOException {
        Path repo = hubFolder.resolve("models--acme--parts");
        Path blobs = Files.createDirectories(repo.resolve("blobs"));
        Path snapshot = Files.createDirectories(
                repo.resolve("snapshots").resolve(parts.main().id()));
        Path shared = Files.createDirectories(hubFolder.resolve("blobs/ab"));
        Files.write(shared.resolve("ab".repeat(32)), PART_TWO.bytes());
        Files.write(blobs.resolve(CONFIG.gitSha1()), CONFIG.bytes());
        Files.write(blobs.resolve(PART_ONE.sha256()), PART_ONE.bytes());
        Files.createSymbolicLink(blobs.resolve(PART_TWO.sha256()), Path.of("../../blobs/ab/" + "ab".repeat(32)));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/" + CONFIG.gitSha1()));
        Files.createSymbolicLink(
                snapshot.resolve("model-00001-of-00002.safetensors"), Path.of("../../blobs/" + PART_ONE.sha256()));
        Files.createSymbolicLink(
                snapshot.resolve("model-00002-of-00002.safetensors"), Path.of("../../blobs/" + PART_TWO.sha256()));
        return repo;
    }

    @Test
    void whatOllamaKeepsIsFoundByItsManifests() throws IOException {
        Path store = disk.models.resolve(".ollama/models");
        Path blobs = Files.createDirectories(store.resolve("blobs"));
        Files.write(blobs.resolve("sha256-" + Q8.sha256()), Q8.bytes());
        Path manifest = store.resolve("manifests/hf.co/acme/Tiny-7B-GGUF/Q8_0");
        Files.createDirectories(manifest.getParent());
        Files.writeString(
                manifest,
                "{\"layers\": [{\"mediaType\": \"application/vnd.ollama.image.model\", \"digest\": \"sha256:"
                        + Q8.sha256()
                        + "\"}, {\"mediaType\": \"application/vnd.ollama.image.params\", \"digest\": \"../../x\"}]}");
        Files.writeString(manifest.resolveSibling("broken"), "{\"layers\": [{\"mediaType\"");
        FoundModel found = only(disk.find());
        assertThat(found.shape().word()).isEqualTo("ollama");
        assertThat(found.name()).isEqualTo("acme/Tiny-7B-GGUF:Q8_0");
        assertThat(found.proof()).isEqualTo(Proof.PROVED);

        assertThat(disk.adopt(found, How.HARDLINK).refused()).isEmpty();

        assertThat(disk.models.resolve("acme/Tiny-7B-GGUF/Tiny-7B-Q8_0.gguf")).hasBinaryContent(Q8.bytes());
        assertThat(blobs.resolve("sha256-" + Q8.sha256())).exists();
    }

    @Test
    void whatIsOfNoRepositoryStaysUnderItsOwnName() throws IOException {
        Path own = disk.put("my-own-merge.gguf", Content.generated(77, 30_000));
        Path changed = disk.put("acme/parts/model-00001-of-00002.safetensors", Content.generated(78, 50_000));
        List<FoundModel> found = disk.find();
        assertThat(found).extracting(FoundModel::name).containsExactly("my-own-merge.gguf", "parts");
        assertThat(found).extracting(FoundModel::proof).containsExactly(Proof.UNKNOWN, Proof.DIFFERENT);
        assertThatThrownBy(() -> disk.adopt(found.get(1), How.MOVE))
                .isInstanceOf(AdoptException.class)
                .hasMessageContaining("No file of");
        assertThatThrownBy(() -> disk.choose(found.get(0), How.MOVE))
                .isInstanceOf(AdoptException.class)
                .hasMessageContaining("No repository is known");
        assertThat(disk.adopt(found.get(0), How.LEAVE).left()).hasSize(1);
        assertThat(List.of(own, changed)).allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path loose = disk.put("Tiny-7B-Q4_K_M.gguf", Q4);
        Path other = disk.put("acme/Tiny-7B-GGUF/Tiny-7B-Q4_K_M.gguf", Content.generated(55, 60_000));
        FoundModel found = disk.find().stream()
                .filter(model -> model.name().equals("Tiny-7B-Q4_K_M.gguf"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> disk.adopt(found, How.MOVE))
                .isInstanceOf(AdoptException.class)
                .hasMessageContaining("Another file stands");
        assertThat(other).hasBinaryContent(Content.generated(55, 60_000).bytes());
        assertThat(loose).hasBinaryContent(Q4.bytes());
    }

    @Test
    void whatChangedSinceItWasFoundIsReadAgain() throws IOException {
        Path loose = disk.put("Tiny-7B-Q4_K_M.gguf", Q4);
        FoundModel found = only(disk.find());
        byte[] bytes = Q4.bytes();
        bytes[5_000] ^= 1;
        Files.write(loose, bytes);
        Files.setLastModifiedTime(loose, FileTime.fromMillis(1_700_000_000_000L));
        assertThatThrownBy(() -> disk.adopt(found, How.MOVE))
                .isInstanceOf(AdoptException.class)
                .hasMessageContaining("No file of");
        assertThat(loose).hasBinaryContent(bytes);
        assertThat(disk.model("acme/Tiny-7B-GGUF")).isEmpty();
    }

    @Test
    void whatWasHashedIsRememberedAlsoAfterARestart() throws IOException {
        Path loose = disk.put("Tiny-7B-Q4_K_M.gguf", Q4);
        assertThat(only(disk.find()).proof()).isEqualTo(Proof.PROVED);
        FileTime time = Files.getLastModifiedTime(loose);
        byte[] bytes = Q4.bytes();
        bytes[5_000] ^= 1;
        try (var channel = Files.newByteChannel(loose, java.nio.file.StandardOpenOption.WRITE)) {
            assertThat(channel.write(java.nio.ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        }
        Files.setLastModifiedTime(loose, time); // so that only who reads it can tell
        disk.restart();
        assertThat(only(disk.find()).proof()).isEqualTo(Proof.PROVED);
    }

    @Test
    void onlyTheFoldersOfTheSettingAreLookedIntoOutside() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("elsewhere"));
        Files.write(outside.resolve("Tiny-7B-Q4_K_M.gguf"), Q4.bytes());
        Files.createSymbolicLink(extra.resolve("link"), outside);
        for (String path : List.of(outside.toString(), extra + "/../elsewhere", "../elsewhere", "/")) {
            assertThatThrownBy(() -> disk.adoption.check(path))
                    .isInstanceOf(AdoptException.class)
                    .hasMessageContaining("hf-downloader.adopt-dirs");
        }
        assertThatThrownBy(() -> disk.adoption.check(extra + "/link"))
                .isInstanceOf(AdoptException.class)
                .hasMessageContaining("symbolic link");
        assertThat(disk.find()).isEmpty();

        Path file = Files.write(
                Files.createDirectories(extra.resolve("lms/acme/Tiny-7B-GGUF")).resolve("Tiny-7B-Q4_K_M.gguf"),
                Q4.bytes());
        FoundModel found = only(disk.find(extra.resolve("lms").toString(), null));
        assertThat(found.repo()).isEqualTo("acme/Tiny-7B-GGUF");
        assertThat(only(disk.find(file.toString(), RepoId.model("acme/tiny-7b-gguf")))
                        .repo())
                .isEqualTo("acme/Tiny-7B-GGUF");
        assertThat(disk.adopt(found, How.HARDLINK).refused()).isEmpty();
        assertThat(file).exists();
        assertThat(key(file)).isEqualTo(key(disk.models.resolve("acme/Tiny-7B-GGUF/Tiny-7B-Q4_K_M.gguf")));
        assertThat(disk.adopt(only(disk.find(extra.resolve("lms").toString(), null)), How.MOVE)
                        .refused())
                .isEmpty();
        assertThat(extra.resolve("lms/acme/Tiny-7B-GGUF")).doesNotExist();
        assertThat(extra.resolve("lms")).exists();
    }

    private static FoundModel only(List<FoundModel> found) {
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
    }

    /** All names with what they are, and when they were changed. */
    private static Map<String, Object> tree(Path top) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.toList()) {
                all.put(
                        file.toString(),
                        Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                                + (Files.isSymbolicLink(file) ? " " + Files.readSymbolicLink(file) : ""));
            }
        }
        return all;
    }
}
