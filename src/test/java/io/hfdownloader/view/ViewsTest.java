package io.hfdownloader.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.StateRecords;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.view.shape.LeftOut;
import io.hfdownloader.view.shape.ViewKind;
import io.hfdownloader.view.shape.ViewPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Views in real folders, beside a library that changes. */
@Tag("fast")
class ViewsTest {

    private static final String FIRST = "a".repeat(40);
    private static final String SECOND = "b".repeat(40);
    private static final RepoId REPO = RepoId.model("acme/tiny");
    private static final RepoId QUANTS = RepoId.model("acme/quants-GGUF");
    private static final Duration SECONDS = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path models;
    private Path place;
    private ModelLibrary library;
    private Views views;

    @BeforeEach
    void open() throws IOException {
        models = Files.createDirectories(folder.toRealPath().resolve("models"));
        place = folder.toRealPath().resolve("elsewhere/view");
        library = new ModelLibrary(() -> models);
        views = views();
    }

    private static ObjectMapper json() {
        return new ObjectMapper().registerModule(new JavaTimeModule());
    }

    private Views views() {
        ObjectMapper json = json();
        Views opened = new Views(json, library, new TrackedRevisions(json, library));
        opened.open();
        return opened;
    }

    @AfterEach
    void close() throws InterruptedException {
        views.close();
        library.close();
    }

    private void publish(RepoId repo, String commit, String... pathsAndContents) throws IOException {
        Function<Integer, RepoFile> file = at -> new RepoFile(
                pathsAndContents[at],
                pathsAndContents[at + 1].length(),
                sha256(pathsAndContents[at + 1]),
                "0".repeat(40),
                null);
        List<RepoFile> all = Stream.iterate(0, at -> at < pathsAndContents.length, at -> at + 2)
                .map(file)
                .toList();
        RepoTree tree = new RepoTree(repo, commit, all);
        library.layout().prepare(repo);
        library.saveTree(tree);
        for (int at = 0; at < pathsAndContents.length; at += 2) {
            RepoFile one = file.apply(at);
            Path partial = Files.writeString(library.layout().partialFile(repo, one), pathsAndContents[at + 1]);
            Path target = library.files().publish(repo, one, commit, partial);
            assertThat(target).exists();
        }
        library.flushAfterJob();
    }

    private View create(ViewKind kind) throws IOException {
        return create(kind, null);
    }

    private View create(ViewKind kind, @Nullable ViewMethod method) throws IOException {
        return views.create(new Views.Wish(kind, place.toString(), null, method))
                .view();
    }

    private void awaitView(Function<View, Boolean> state) {
        await().atMost(SECONDS)
                .until(() ->
                        views.list().stream().allMatch(view -> view.state() == View.State.READY && state.apply(view)));
    }

    private static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> root.relativize(path).toString())
                    .filter(path -> !path.equals(ViewFolder.MARKER))
                    .sorted()
                    .toList();
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    // --- shapes

    @Test
    void viewsAreMadeInTheFoldersThatAreNamedAndNowhereElse() throws IOException {
        Path allowed = Files.createDirectories(folder.toRealPath().resolve("allowed"));
        Path outside = Files.createDirectories(folder.toRealPath().resolve("outside"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), outside);
        ObjectMapper json = json();
        Views bound = new Views(
                json, library, new TrackedRevisions(json, library), () -> Optional.of(List.of(allowed.toString())));
        for (Path refused : List.of(outside.resolve("view"), link.resolve("view"), models.resolve(".views/flat"))) {
            assertThatThrownBy(() -> bound.create(new Views.Wish(ViewKind.FLAT, refused.toString(), null, null, true)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("HF_DOWNLOADER_VIEW_DIRS", allowed.toString());
            assertThat(refused).doesNotExist();
        }
        assertThat(bound.create(new Views.Wish(
                                ViewKind.FLAT, allowed.resolve("view").toString(), null, null))
                        .created())
                .isTrue();
    }

    @Test
    void withoutALoginViewsAreKeptFromTheSystem() {
        ViewDirs unset = ViewDirs.parse(Optional.empty());
        List<Path> roots = List.of(Path.of("/opt/ai/models"), Path.of("/models"));
        for (String place : List.of("/opt/ai/views", "/models/.views/flat", "/srv/views")) {
            unset.require(Path.of(place), roots, false);
        }
        for (String place : List.of("/opt/views", "/etc/view", "/usr/local/view", "/view", "/srvx")) {
            assertThatThrownBy(() -> unset.require(Path.of(place), roots, false))
                    .as(place)
                    .isInstanceOf(ProblemException.class);
            unset.require(Path.of(place), roots, true);
            ViewDirs.parse(Optional.of(List.of("any"))).require(Path.of(place), roots, false);
        }
        assertThatThrownBy(() -> ViewDirs.parse(Optional.of(List.of("views"))))
                .hasMessageContaining("no whole path of a folder");
    }

    @Test
    void theCacheOfThePythonClientHasBlobsASnapshotAndABranch() throws IOException {
        publish(REPO, FIRST, "config.json", "{}", "onnx/model.onnx", "weights");
        View view = create(ViewKind.HF_CACHE);
        Path repo = place.resolve("hub/models--acme--tiny");
        assertThat(repo.resolve("refs/main")).hasContent(FIRST);
        assertThat(Files.readSymbolicLink(repo.resolve("snapshots/" + FIRST + "/onnx/model.onnx")))
                .hasToString("../../../blobs/" + sha256("weights"));
        assertThat(repo.resolve("snapshots/" + FIRST + "/config.json")).hasContent("{}");
        assertThat(tree(place)).hasSize(5);
        assertThat(view.state()).isEqualTo(View.State.READY);
        assertThat(view.models()).isEqualTo(1);
        assertThat(view.files()).isEqualTo(2);
        assertThat(view.bytes()).isZero();
        assertThat(view.leftOut()).isEmpty();
    }

    @Test
    void lmStudioHasFoldersOfPublishers() throws IOException {
        publish(
                QUANTS,
                FIRST,
                "Q8_0/q-Q8_0-00001-of-00002.gguf",
                "1",
                "Q8_0/q-Q8_0-00002-of-00002.gguf",
                "2",
                "q-Q4_0.gguf",
                "4",
                "mmproj-F16.gguf",
                "eye",
                "README.md",
                "words");
        publish(REPO, FIRST, "model.safetensors", "weights", "config.json", "{}");
        View view = create(ViewKind.LM_STUDIO);
        assertThat(tree(place))
                .containsExactly(
                        "acme/quants-GGUF/mmproj-F16.gguf",
                        "acme/quants-GGUF/q-Q4_0.gguf",
                        "acme/quants-GGUF/q-Q8_0-00001-of-00002.gguf",
                        "acme/quants-GGUF/q-Q8_0-00002-of-00002.gguf");
        assertThat(view.leftOut()).containsExactly(new LeftOut("acme/tiny", null, LeftOut.Reason.UNFIT));
    }

    @Test
    void llamaHasSingleFilesAndFoldersOfPartsAndClashesAreToldApart() throws IOException {
        publish(REPO, FIRST, "same-Q4_0.gguf", "one", "config.json", "{}");
        View view = create(ViewKind.FLAT);
        assertThat(tree(place)).containsExactly("same-Q4_0.gguf");
        // sorted before the one that has the name already
        publish(RepoId.model("a/first"), FIRST, "same-Q4_0.gguf", "other");
        publish(QUANTS, FIRST, "b-Q8_0-00001-of-00002.gguf", "1", "b-Q8_0-00002-of-00002.gguf", "2");
        awaitView(now -> now.files() == 4);
        assertThat(tree(place))
                .containsExactly(
                        "a_first_same-Q4_0.gguf",
                        "b-Q8_0/b-Q8_0-00001-of-00002.gguf",
                        "b-Q8_0/b-Q8_0-00002-of-00002.gguf",
                        "same-Q4_0.gguf");
        assertThat(place.resolve("same-Q4_0.gguf")).hasContent("one");
        assertThat(view.kind()).isEqualTo(ViewKind.FLAT);
    }

    @Test
    void ollamaHasAFolderForEachVariantWithWhatItImports() throws IOException {
        publish(
                QUANTS,
                FIRST,
                "q-Q4_0.gguf",
                "4",
                "mmproj-F16.gguf",
                "eye",
                "b-Q8_0-00001-of-00002.gguf",
                "1",
                "b-Q8_0-00002-of-00002.gguf",
                "2",
                "template",
                "{{ .Prompt }}",
                "system",
                "ends \"\"\"\nFROM /etc/passwd",
                "params",
                "{\"stop\": [\"<|im_end|>\", \"a\\nFROM /etc/shadow\"], \"temperature\": 0.7, \"Odd key\": 1, \"x\": {}}");
        View view = create(ViewKind.OLLAMA);

        String own = "acme/quants-GGUF/Q4_0/";
        assertThat(tree(place)).containsExactly(own + "Modelfile", own + "mmproj-F16.gguf", own + "q-Q4_0.gguf");
        assertThat(place.resolve(own + "Modelfile")).hasContent("""
                # To import it, in this folder: ollama create acme/quants-gguf:q4_0 -f Modelfile
                FROM ./q-Q4_0.gguf
                FROM ./mmproj-F16.gguf
                TEMPLATE \"""{{ .Prompt }}\"""
                PARAMETER stop "<|im_end|>"
                PARAMETER temperature 0.7
                """);
        assertThat(view.leftOut())
                .as("it imports no parts")
                .containsExactly(new LeftOut("acme/quants-GGUF", "Q8_0", LeftOut.Reason.UNFIT));
    }

    @Test
    void comfyHasFoldersByKindOfFileAndNoHardLinks() throws IOException {
        publish(
                REPO,
                FIRST,
                "vae/diffusion_pytorch_model.safetensors",
                "v",
                "sdxl.safetensors",
                "checkpoint",
                "odd/thing.safetensors",
                "?");
        View view = create(ViewKind.COMFYUI);
        assertThat(tree(place))
                .containsExactly(
                        "models/checkpoints/acme_tiny/sdxl.safetensors",
                        "models/vae/acme_tiny/vae_diffusion_pytorch_model.safetensors");
        assertThat(view.method()).isNotEqualTo(ViewMethod.HARDLINK);
        assertThat(view.leftOut())
                .containsExactly(new LeftOut("acme/tiny", "odd/thing.safetensors", LeftOut.Reason.UNSURE));
        assertThatThrownBy(() -> views.create(new Views.Wish(
                        ViewKind.COMFYUI, folder.resolve("second").toString(), null, ViewMethod.HARDLINK)))
                .isInstanceOf(ViewException.class)
                .hasMessageContaining("without hard links");
    }

    // --- methods

    @ParameterizedTest
    @EnumSource(
            value = ViewMethod.class,
            names = {"HARDLINK", "SYMLINK", "COPY"})
    void eachMethodGivesTheSameBytesForWhatItCosts(ViewMethod method) throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        View view = create(ViewKind.FLAT, method);
        Path there = place.resolve("m-Q4_0.gguf");
        Path here = models.resolve("acme/tiny/m-Q4_0.gguf");
        assertThat(there).hasContent("weights");
        assertThat(Files.isSymbolicLink(there)).isEqualTo(method == ViewMethod.SYMLINK);
        assertThat(inode(there).equals(inode(here))).isEqualTo(method != ViewMethod.COPY);
        assertThat(view.bytes()).isEqualTo(method == ViewMethod.COPY ? 7 : 0);
        assertThat(view.method()).isEqualTo(method);
        views.remove(view.id(), false);
        assertThat(place).doesNotExist();
        assertThat(here).hasContent("weights");
    }

    @Test
    void theBestMethodIsNoCopy() throws IOException {
        assertThat(create(ViewKind.FLAT).method()).isIn(ViewMethod.REFLINK, ViewMethod.HARDLINK);
    }

    // --- the library changes

    @Test
    void anUpdateIsFollowed() throws IOException {
        publish(REPO, FIRST, "config.json", "{}", "model.safetensors", "old weights");
        View view = create(ViewKind.HF_CACHE, ViewMethod.HARDLINK);
        publish(REPO, SECOND, "config.json", "{}", "model.safetensors", "weights");
        Path repo = place.resolve("hub/models--acme--tiny");
        await().atMost(SECONDS)
                .untilAsserted(
                        () -> assertThat(repo.resolve("snapshots")).isDirectoryNotContaining("glob:**/" + FIRST));
        assertThat(repo.resolve("refs/main")).hasContent(SECOND);
        assertThat(repo.resolve("snapshots/" + SECOND + "/model.safetensors")).hasContent("weights");
        assertThat(tree(repo)).hasSize(5).doesNotContain("blobs/" + sha256("old weights"));
        assertThat(views.list()).extracting(View::id).containsExactly(view.id());
    }

    @Test
    void aDeletedModelGoes() throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        View view = create(ViewKind.LM_STUDIO);
        assertThat(view.files()).isEqualTo(1);
        library.delete(REPO);
        awaitView(now -> now.files() == 0);
        assertThat(tree(place)).isEmpty();
        assertThat(place).isDirectoryNotContaining("glob:**/acme");
    }

    @Test
    void whatIsNotCompleteComesLaterAndWhatWasThereStaysMeanwhile() throws IOException {
        publish(REPO, FIRST, "config.json", "{}", "model.safetensors", "weights");
        RepoFile second = new RepoFile("next.safetensors", 4, sha256("more"), "0".repeat(40), null);
        View view = create(ViewKind.HF_CACHE);
        assertThat(view.files()).isEqualTo(2);
        RepoFile config = new RepoFile("config.json", 2, sha256("{}"), "0".repeat(40), null);
        RepoFile weights = new RepoFile("model.safetensors", 7, sha256("weights"), "0".repeat(40), null);
        library.saveTree(new RepoTree(REPO, FIRST, List.of(config, weights, second)));
        Path partial = Files.writeString(library.layout().partialFile(REPO, second), "mo");
        library.flushAfterJob();
        awaitView(now -> now.leftOutCount() == 1);
        assertThat(views.list().get(0).leftOut().get(0).reason()).isEqualTo(LeftOut.Reason.INCOMPLETE);
        assertThat(views.list().get(0).files()).isEqualTo(2);
        Path whole = library.files().publish(REPO, second, FIRST, Files.writeString(partial, "more"));
        library.flushAfterJob();
        awaitView(now -> now.files() == 3);
        assertThat(place.resolve("hub/models--acme--tiny/snapshots/" + FIRST + "/next.safetensors"))
                .hasContent("more");
        assertThat(whole).exists();
    }

    // --- other programs

    @Test
    void aViewThatOthersHaveWrittenIntoIsRemovedOnlyWhenForced() throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        View view = create(ViewKind.LM_STUDIO, ViewMethod.COPY);
        Path theirs = Files.writeString(place.resolve("acme/tiny/theirs.gguf"), "theirs");
        assertThatThrownBy(() -> views.remove(view.id(), false))
                .isInstanceOf(ViewException.class)
                .hasMessageContaining("\"acme/tiny/theirs.gguf\"")
                .hasMessageContaining("force=true");
        assertThat(tree(place)).hasSize(2);
        views.remove(view.id(), true);
        assertThat(tree(place)).containsExactly("acme/tiny/theirs.gguf");
        assertThat(theirs).hasContent("theirs");
        assertThat(views.list()).isEmpty();
        assertThat(place.resolve(ViewFolder.MARKER)).doesNotExist();
    }

    @Test
    void whatAnotherProgramHasChangedStays() throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        View view = create(ViewKind.FLAT, ViewMethod.COPY);
        Files.writeString(place.resolve("m-Q4_0.gguf"), "!", StandardOpenOption.APPEND);
        publish(REPO, SECOND, "m-Q4_0.gguf", "new weights");
        awaitView(now -> now.leftOutCount() == 1);
        assertThat(place.resolve("m-Q4_0.gguf")).hasContent("weights!");
        assertThat(views.list().get(0).leftOut().get(0).reason()).isEqualTo(LeftOut.Reason.CHANGED);
        views.remove(view.id(), true);
        assertThat(place.resolve("m-Q4_0.gguf")).hasContent("weights!");
    }

    @Test
    void aCacheThatTheClientFilledStaysAsItIs() throws IOException {
        publish(REPO, FIRST, "config.json", "{}");
        publish(RepoId.model("acme/other"), FIRST, "config.json", "{}");
        Path theirs = place.resolve("hub/models--acme--tiny/refs/main");
        Files.createDirectories(theirs.getParent());
        Files.writeString(theirs, SECOND);
        View view = create(ViewKind.HF_CACHE);
        assertThat(view.models()).isEqualTo(1);
        assertThat(view.leftOut()).containsExactly(new LeftOut("acme/tiny", null, LeftOut.Reason.OCCUPIED));
        assertThat(theirs).hasContent(SECOND);
        views.remove(view.id(), false);
        assertThat(tree(place)).containsExactly("hub/models--acme--tiny/refs/main");
    }

    @Test
    void blobsThatTheClientsOwnSnapshotMayLeadToStay() throws IOException {
        publish(REPO, FIRST, "config.json", "{}", "model.safetensors", "old weights");
        View view = create(ViewKind.HF_CACHE, ViewMethod.HARDLINK);
        Path repo = place.resolve("hub/models--acme--tiny");
        Path snapshot = Files.createDirectories(repo.resolve("snapshots/" + "e".repeat(40)));
        Path link = Files.createSymbolicLink(
                snapshot.resolve("model.safetensors"), Path.of("../../blobs/" + sha256("old weights")));
        publish(REPO, SECOND, "config.json", "{}", "model.safetensors", "weights");
        await().atMost(SECONDS)
                .untilAsserted(() -> assertThat(repo.resolve("refs/main")).hasContent(SECOND));
        assertThat(link).hasContent("old weights");
        assertThat(view.files()).isEqualTo(2);
    }

    // --- places

    @ParameterizedTest
    @ValueSource(
            strings = {"models", "models/acme/tiny/sub", "models/x", "models/.cache/hf-downloader/views/x", ".", ""})
    void aPlaceOfTheLibraryIsRefused(String where) throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        String path = where.isEmpty()
                ? "relative/x"
                : folder.toRealPath().resolve(where).normalize().toString();
        assertThatThrownBy(() -> views.create(new Views.Wish(ViewKind.FLAT, path, null, null)))
                .isInstanceOf(ViewException.class);
        assertThat(views.list()).isEmpty();
        assertThat(library.scan()).hasSize(1);
    }

    @Test
    void aLinkLeadsToNoPlaceOfTheLibrary() throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        Path link = Files.createSymbolicLink(folder.resolve("link"), models.resolve("acme"));
        assertThatThrownBy(() -> views.create(
                        new Views.Wish(ViewKind.FLAT, link.resolve("view").toString(), null, null)))
                .isInstanceOf(ViewException.class);
        assertThat(models.resolve("acme/view")).doesNotExist();
    }

    @Test
    void aHiddenFolderOfTheModelsDirectoryIsAPlaceAndIsNoModel() throws IOException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        place = models.resolve(".views/flat");
        View view = create(ViewKind.FLAT);
        assertThat(view.files()).isEqualTo(1);
        assertThat(library.scan()).extracting(LibraryModel::name).containsExactly("acme/tiny");
    }

    @Test
    void aFolderThatHoldsSomethingIsRefusedAndSoIsOneInAnotherView() throws IOException {
        Files.createDirectories(place);
        Files.writeString(place.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> create(ViewKind.FLAT)).hasMessageContaining("holds something already");
        assertThatThrownBy(() -> create(ViewKind.HF_CACHE)).hasMessageContaining("no HF_HOME");
        assertThat(tree(place)).containsExactly("mine.txt");
        Files.delete(place.resolve("mine.txt"));
        View view = create(ViewKind.FLAT);
        assertThat(views.create(new Views.Wish(ViewKind.FLAT, place.toString(), null, view.method())))
                .isEqualTo(new Views.Made(view, false));
        assertThat(create(ViewKind.FLAT).id()).isEqualTo(view.id());
        assertThatThrownBy(() -> create(ViewKind.FLAT, ViewMethod.COPY)).hasMessageContaining("there is one at");
        assertThatThrownBy(() -> views.create(
                        new Views.Wish(ViewKind.FLAT, place.resolve("sub").toString(), null, null)))
                .hasMessageContaining("there is one at");
        views.remove(view.id(), false);
        assertThat(place).as("was there before").isEmptyDirectory();
    }

    @Test
    void aFolderExchangedForALinkIsNotFollowed() throws IOException {
        publish(QUANTS, FIRST, "q-Q4_0.gguf", "4");
        View view = create(ViewKind.LM_STUDIO, ViewMethod.COPY);
        Path target = Files.createDirectories(folder.resolve("target/quants-GGUF"));
        Path owner = place.resolve("acme");
        Path moved = Files.move(owner, folder.resolve("moved"));
        Path link = Files.createSymbolicLink(owner, target.getParent());
        publish(QUANTS, SECOND, "q-Q4_0.gguf", "44");
        awaitView(now -> now.leftOutCount() == 1);
        views.remove(view.id(), true);
        assertThat(target).isEmptyDirectory();
        assertThat(link).isSymbolicLink();
        assertThat(moved.resolve("quants-GGUF/q-Q4_0.gguf")).hasContent("4");
    }

    // --- starts

    @Test
    void aFolderThatIsAwayIsNotFilledAgain() throws IOException, InterruptedException {
        publish(REPO, FIRST, "m-Q4_0.gguf", "weights");
        View view = create(ViewKind.FLAT);
        Path disk = Files.move(place, folder.resolve("unmounted"));
        Files.createDirectory(place); // its mount point
        restart();
        await().atMost(SECONDS).until(() -> views.list().get(0).state() == View.State.AWAY);
        assertThat(place).isEmptyDirectory();
        assertThatThrownBy(() -> views.remove(view.id(), false)).hasMessageContaining("is not there");
        Files.delete(place);
        Path back = Files.move(disk, place);
        restart();
        awaitView(now -> now.files() == 1);
        assertThat(back.resolve("m-Q4_0.gguf")).hasContent("weights");
    }

    /** A kill after any number of changes: what was intended is noted, some of it is made. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void whatAKillLeftIsFinishedOrUndone(int made) throws IOException, InterruptedException {
        publish(REPO, FIRST, "config.json", "{}", "model.safetensors", "weights");
        View view = create(ViewKind.HF_CACHE, ViewMethod.COPY);
        List<String> whole = tree(place);
        views.close();
        Path file = models.resolve(".cache/hf-downloader/views/" + view.id() + ".json");
        Files.writeString(
                file,
                Files.readString(file).replaceAll("\"made\":\\{[^}]*},?", "").replace(",}", "}"));
        for (String path : whole.subList(0, whole.size() - made)) {
            Files.delete(place.resolve(path));
        }
        Files.writeString(place.resolve(".hf-downloader-12ab"), "half");
        views = views();
        awaitView(now -> now.files() == 2);
        assertThat(tree(place)).isEqualTo(whole);
        assertThat(views.list().get(0).leftOut()).isEmpty();
        Files.writeString(file, Files.readString(file).replace("\"removing\":false", "\"removing\":true"));
        restart();
        await().atMost(SECONDS).until(() -> views.list().isEmpty());
        assertThat(place).doesNotExist();
        assertThat(file).doesNotExist();
    }

    /** A kill after each step of an update: it is finished at the next start, and nothing of ours is taken for another's. */
    @ParameterizedTest
    @CsvSource({"HF_CACHE, HARDLINK", "LM_STUDIO, COPY"})
    void anUpdateThatIsKilledAfterAnyStepIsFinished(ViewKind kind, ViewMethod method)
            throws IOException, InterruptedException {
        publish(REPO, FIRST, "a-Q4_0.gguf", "old", "b-Q8_0.gguf", "older");
        View view = create(kind, method);
        StateRecords<ViewRecord> store =
                new StateRecords<>(library.layout(), "views", json(), ViewRecord.class, record -> {});
        ViewPublisher publisher = new ViewPublisher(store, library.layout().rootFolder());
        views.close();
        int step = 0;
        boolean killed = true;
        while (killed) {
            step++;
            String content = "weights of step " + step;
            publish(REPO, step % 2 == 0 ? FIRST : SECOND, "a-Q4_0.gguf", content, "b-Q8_0.gguf", content + "!");
            killed = isKilled(step, publisher, store.read(view.id()));
            restart();
            awaitView(now -> now.leftOutCount() == 0 && now.files() == 2);
            await().atMost(SECONDS).untilAsserted(() -> assertThat(contents()).contains(content, content + "!"));
            assertThat(tree(place)).hasSize(kind == ViewKind.HF_CACHE ? 5 : 2);
            views.close();
        }
        assertThat(step).isGreaterThan(3);
        views = views();
        views.remove(view.id(), false);
        assertThat(place).doesNotExist();
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            List<String> contents = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readString(file));
            }
            return contents;
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private boolean isKilled(int step, ViewPublisher publisher, ViewRecord record) throws IOException {
        int[] asked = {0};
        try {
            ViewPlan plan = publisher.plan(record, library.scan(), Set.of(), repo -> "main");
            ViewPublisher.Outcome outcome = publisher.publish(record, plan, () -> {
                if (++asked[0] == step) {
                    throw new Killed();
                }
                return false;
            });
            assertThat(outcome.whole()).isTrue();
            return false;
        } catch (Killed killed) {
            return true;
        }
    }

    @Test
    void oneThatThereIsNotCannotBeRemoved() {
        assertThatThrownBy(() -> views.remove(UUID.randomUUID(), true))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no such view");
    }

    private void restart() throws InterruptedException {
        views.close();
        views = views();
    }
}
