package io.hfdownloader.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.bin.Trash;
import io.hfdownloader.library.lock.LibraryUnavailableException;
import io.hfdownloader.library.swap.NewSet;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.library.RepoFixture.COMMIT;
import static io.hfdownloader.library.RepoFixture.REPO;
import static io.hfdownloader.library.RepoFixture.refusedAs;
import static io.hfdownloader.library.layout.LibraryException.Kind.INVALID_PATH;
import static io.hfdownloader.library.layout.LibraryException.Kind.IN_USE;
import static io.hfdownloader.library.layout.LibraryException.Kind.NOT_FOUND;
import static io.hfdownloader.library.layout.LibraryException.Kind.UNSAFE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class ModelLibraryTest {

    private static final String NEXT_COMMIT = "d".repeat(40);

    @TempDir
    Path models;

    private ModelLibrary library;
    private RepoFixture disk;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        disk = new RepoFixture(models);
    }

    @AfterEach
    void close() {
        library.close();
    }

    private Path partial(RepoFile file, String content) throws IOException {
        library.layout().prepare(REPO);
        return Files.writeString(library.layout().partialFile(REPO, file), content);
    }

    private Path publish(RepoFile file, String content, String commit) throws IOException {
        return library.files().publish(REPO, file, commit, partial(file, content));
    }

    // --- publishing and comparing

    @Test
    void publishesAWholeFileWithItsNote() throws IOException {
        RepoFile file = RepoFixture.lfs("sub/model.gguf", "weights");
        Files.createDirectories(library.layout().rangeJournal(REPO, file).getParent());
        Files.writeString(library.layout().rangeJournal(REPO, file), "0-7");
        Path target = publish(file, "weights", COMMIT);
        assertThat(target).isEqualTo(models.resolve("acme/tiny/sub/model.gguf")).hasContent("weights");
        assertThat(models.resolve("acme/tiny/.cache/huggingface/download/sub/model.gguf.metadata"))
                .content()
                .startsWith(COMMIT + "\n" + file.etag() + "\n");
        assertThat(library.layout().partialFile(REPO, file)).doesNotExist();
        assertThat(library.layout().rangeJournal(REPO, file)).doesNotExist();
        assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.SAME_VERIFIED);
    }

    @Test
    void replacesAnOlderVersion() throws IOException {
        publish(RepoFixture.lfs("model.gguf", "old"), "old", COMMIT);
        RepoFile newer = RepoFixture.lfs("model.gguf", "newer");
        assertThat(publish(newer, "newer", NEXT_COMMIT)).hasContent("newer");
        assertThat(library.scan())
                .singleElement()
                .extracting(LibraryModel::commit)
                .isEqualTo(NEXT_COMMIT);
    }

    @Test
    void publishesNothingThatIsNotWhole() throws IOException {
        RepoFile file = RepoFixture.lfs("model.gguf", "weights");
        Path partial = partial(file, "wei");
        assertThatIOException().isThrownBy(() -> library.files().publish(REPO, file, COMMIT, partial));
        assertThat(models.resolve("acme/tiny/model.gguf")).doesNotExist();
        assertThat(partial).exists();
    }

    @Test
    void publishesNothingOutsideOfTheLibrary() throws IOException {
        RepoFile hostile = RepoFixture.lfs("../../../outside", "weights");
        Path partial = partial(RepoFixture.lfs("x", "weights"), "weights");
        assertThatThrownBy(() -> library.files().publish(REPO, hostile, COMMIT, partial))
                .satisfies(refusedAs(UNSAFE_NAME));
        assertThat(models.resolveSibling("outside")).doesNotExist();
    }

    @Test
    void saysWhatStandsInTheWay() throws IOException {
        disk.put("acme/tiny/was-a-file", "1");
        disk.put("acme/tiny/was-a-folder/x", "1");
        assertThatIOException()
                .isThrownBy(() -> publish(RepoFixture.lfs("was-a-file/x", "1"), "1", COMMIT))
                .withMessageContaining("\"was-a-file/x\"");
        assertThatIOException()
                .isThrownBy(() -> publish(RepoFixture.lfs("was-a-folder", "1"), "1", COMMIT))
                .withMessageContaining("\"was-a-folder\"");
        assertThat(models.resolve("acme/tiny/was-a-folder/x")).exists();
    }

    @Test
    void publishesEveryNameThatIsLegal() throws IOException {
        for (String path :
                List.of("back\\slash", "🙂 #%2F+[*].bin", "x".repeat(237), "README.md", "readme.md", "a.metadata")) {
            RepoFile file = RepoFixture.lfs(path, path);
            assertThat(publish(file, path, COMMIT)).hasContent(path);
            assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.SAME_VERIFIED);
        }
        assertThat(library.scan().get(0).files()).hasSize(6).allMatch(file -> COMMIT.equals(file.commit()));
    }

    @Test
    void comparesWithoutReading() throws IOException {
        RepoFile file = RepoFixture.lfs("model.gguf", "weights");
        assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.MISSING);
        disk.put("acme/tiny/model.gguf", "weights");
        assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.SAME_UNCHECKED);
        disk.putFromHub("acme/tiny", "model.gguf", "weights", COMMIT);
        assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.SAME_UNCHECKED);
        assertThat(library.files().compare(REPO, RepoFixture.lfs("model.gguf", "WEIGHTS")))
                .isEqualTo(FileMatch.DIFFERENT);
        assertThat(library.files().compare(REPO, RepoFixture.lfs("model.gguf", "longer weights")))
                .isEqualTo(FileMatch.DIFFERENT);
        Files.createDirectories(models.resolve("acme/tiny/folder"));
        assertThat(library.files().compare(REPO, RepoFixture.lfs("folder", ""))).isEqualTo(FileMatch.DIFFERENT);
    }

    @Test
    void verifiesOnceAndAdoptsWhatIsRight() throws IOException {
        disk.put("acme/tiny/model.gguf", "weights");
        disk.put("acme/tiny/config.json", "{}");
        RepoFile model = RepoFixture.lfs("model.gguf", "weights");
        RepoFile config = RepoFixture.git("config.json", "{}");
        assertThat(library.files().verify(REPO, model, COMMIT, () -> false, bytes -> {}))
                .isTrue();
        assertThat(library.files().verify(REPO, config, COMMIT, () -> false, bytes -> {}))
                .isTrue();
        library.close();
        library = new ModelLibrary(() -> models);
        assertThat(library.files().compare(REPO, model)).isEqualTo(FileMatch.SAME_VERIFIED);
        assertThat(library.files().compare(REPO, config)).isEqualTo(FileMatch.SAME_VERIFIED);
        assertThat(library.scan())
                .singleElement()
                .satisfies(found -> assertThat(found.files()).allMatch(file -> COMMIT.equals(file.commit())));
    }

    @Test
    void doesNotAdoptOtherContent() throws IOException {
        disk.put("acme/tiny/model.gguf", "WEIGHTS");
        RepoFile model = RepoFixture.lfs("model.gguf", "weights");
        assertThat(library.files().verify(REPO, model, COMMIT, () -> false, bytes -> {}))
                .isFalse();
        assertThat(library.files().compare(REPO, model)).isEqualTo(FileMatch.SAME_UNCHECKED);
        assertThatThrownBy(() -> library.files().verify(REPO, model, COMMIT, () -> true, bytes -> {}))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void movesANoteToANewCommitOfTheSameContent() throws IOException {
        RepoFile file = RepoFixture.lfs("model.gguf", "weights");
        publish(file, "weights", COMMIT);
        library.files().confirm(REPO, file, NEXT_COMMIT);
        assertThat(library.scan().get(0).commit()).isEqualTo(NEXT_COMMIT);
        assertThat(library.files().compare(REPO, file)).isEqualTo(FileMatch.SAME_VERIFIED);
    }

    // --- after an update

    @Test
    void removesWhatIsGoneUpstreamButNothingPutHereByHand() throws IOException {
        disk.putFromHub("acme/tiny", "old/deep/gone.md", "1", COMMIT);
        disk.putFromHub("acme/tiny", "kept.bin", "1", COMMIT);
        disk.put("acme/tiny/mine.txt", "1");
        Path edited = disk.putFromHub("acme/tiny", "edited.json", "1", COMMIT);
        Files.setLastModifiedTime(
                edited, FileTime.fromMillis(Files.getLastModifiedTime(edited).toMillis() + 60_000));
        library.saveTree(new RepoTree(REPO, COMMIT, List.of()));
        RepoTree upstream = new RepoTree(REPO, NEXT_COMMIT, List.of(RepoFixture.lfs("kept.bin", "1")));
        library.saveTree(upstream);
        assertThat(removeStale(upstream, COMMIT).removed()).containsExactly("old/deep/gone.md");
        assertThat(models.resolve("acme/tiny/old")).doesNotExist();
        assertThat(models.resolve("acme/tiny/.cache/huggingface/download/old")).doesNotExist();
        assertThat(library.scan().get(0).files())
                .extracting(LibraryFile::path)
                .containsExactly("edited.json", "kept.bin", "mine.txt");
        assertThat(library.tree(REPO, COMMIT)).as("for the way back").isPresent();
        assertThat(library.tree(REPO, NEXT_COMMIT)).contains(upstream);
    }

    private ModelLibrary.Departed removeStale(RepoTree upstream, @Nullable String from) throws IOException {
        return library.swap(new NewSet(upstream, List.of(), from, true), () -> {});
    }

    @Test
    void removesNothingWhereNothingIs() throws IOException {
        assertThat(removeStale(new RepoTree(REPO, COMMIT, List.of()), null).removed())
                .isEmpty();
    }

    /** Each is gone upstream, and nothing there is the same in another packing. */
    @ParameterizedTest
    @CsvSource({
        "model-Q4_K_M.gguf, model-Q8_0.gguf",
        "model-Q4_K_M.gguf, other-Q4_K_M.gguf",
        "model-Q4_K_M.gguf, model-Q4_K_M-00001-of-00002.gguf",
        "model.safetensors, pytorch_model.bin",
        "model.safetensors, model_v2.safetensors",
        "a/model.safetensors, config.json",
        "model.gguf, README.md",
    })
    void weightsWithoutASuccessorStayWithWhatTheyNeed(String gone, String there) throws IOException {
        RepoFile old = RepoFixture.lfs(gone, "old");
        RepoFile tokenizer = RepoFixture.git("tokenizer.json", "{}");
        RepoFile note = RepoFixture.git("notes.txt", "note");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(old, tokenizer, note)));
        publish(old, "old", COMMIT);
        publish(tokenizer, "{}", COMMIT);
        publish(note, "note", COMMIT);
        RepoFile now = RepoFixture.lfs(there, "new");
        RepoTree upstream = new RepoTree(REPO, NEXT_COMMIT, List.of(now));
        publish(now, "new", NEXT_COMMIT);
        library.saveTree(upstream);

        ModelLibrary.Departed departed = removeStale(upstream, COMMIT);
        assertThat(departed.removed()).containsExactly("notes.txt");
        assertThat(departed.kept()).containsExactlyInAnyOrder(gone, "tokenizer.json");
        assertThat(models.resolve("acme/tiny").resolve(gone)).hasContent("old");

        LibraryModel model = library.scan().get(0);
        assertThat(model.mixed()).as("an update could do no more").isFalse();
        assertThat(model.variants().stream()
                        .filter(LibraryVariant::goneUpstream)
                        .flatMap(variant -> variant.files().stream())
                        .map(LibraryFile::path))
                .containsExactly(gone);
        assertThat(removeStale(upstream, COMMIT).kept()).isEqualTo(departed.kept());
    }

    @ParameterizedTest
    @CsvSource({
        "model-Q4_K_M.gguf, model-Q4_K_M-00001-of-00002.gguf, model-Q4_K_M-00002-of-00002.gguf",
        "model-Q4_K_M.gguf, Q4_K_M/Model-Q4_K_M-00001-of-00002.gguf, Q4_K_M/Model-Q4_K_M-00002-of-00002.gguf",
        "model.safetensors, model-00001-of-00002.safetensors, model-00002-of-00002.safetensors",
    })
    void weightsGoWhenTheSameAreHereInAnotherPacking(String gone, String first, String second) throws IOException {
        RepoFile old = RepoFixture.lfs(gone, "old");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(old)));
        publish(old, "old", COMMIT);
        RepoFile one = RepoFixture.lfs(first, "one");
        RepoFile two = RepoFixture.lfs(second, "two");
        RepoTree upstream = new RepoTree(REPO, NEXT_COMMIT, List.of(one, two));
        library.saveTree(upstream);
        publish(one, "one", NEXT_COMMIT);
        assertThat(removeStale(upstream, COMMIT).kept())
                .as("one of two is no successor")
                .containsExactly(gone);
        publish(two, "two", NEXT_COMMIT);
        assertThat(removeStale(upstream, COMMIT).removed()).containsExactly(gone);
        assertThat(library.tree(REPO, COMMIT)).as("for the way back").isPresent();
    }

    @Test
    void weightsStayWhereTheIndexNamesAShardThatIsNotThere() throws IOException {
        RepoFile old = RepoFixture.lfs("model.safetensors", "old");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(old)));
        publish(old, "old", COMMIT);
        String names = "{\"weight_map\": {\"a\": \"model-00001-of-00001.safetensors\", \"b\": \"mtp.safetensors\"}}";
        RepoFile index = RepoFixture.git("model.safetensors.index.json", names);
        RepoFile shard = RepoFixture.lfs("model-00001-of-00001.safetensors", "one");
        RepoTree upstream = new RepoTree(REPO, NEXT_COMMIT, List.of(index, shard));
        library.saveTree(upstream);
        publish(index, names, NEXT_COMMIT);
        publish(shard, "one", NEXT_COMMIT);

        assertThat(removeStale(upstream, COMMIT).kept()).containsExactly("model.safetensors");
    }

    /** A branch whose packing looks like that of what is updated, as in folders from before each revision had its own. */
    @Test
    void weightsOfAnotherRevisionInTheSameFolderStay() throws IOException {
        List<RepoFile> branch = List.of(
                RepoFixture.lfs("model-00001-of-00002.safetensors", "one"),
                RepoFixture.lfs("model-00002-of-00002.safetensors", "two"));
        String branchCommit = "b".repeat(40);
        library.saveTree(new RepoTree(REPO, branchCommit, branch));
        publish(branch.get(0), "one", branchCommit);
        publish(branch.get(1), "two", branchCommit);
        RepoFile now = RepoFixture.lfs("model.safetensors", "new");
        RepoTree upstream = new RepoTree(REPO, NEXT_COMMIT, List.of(now));
        library.saveTree(upstream);
        publish(now, "new", NEXT_COMMIT);
        assertThat(removeStale(upstream, COMMIT).kept()).hasSize(2);
        assertThat(removeStale(upstream, null).kept()).hasSize(2);
        assertThat(models.resolve("acme/tiny/model-00002-of-00002.safetensors")).hasContent("two");
    }

    // --- deleting

    @Test
    void deletesARepoAndItsEmptyNamespace() throws IOException {
        disk.putFromHub("acme/tiny", "sub/a", "1", COMMIT);
        disk.putFromHub("other/x", "a", "1", COMMIT);
        library.delete(REPO);
        assertThat(models.resolve("acme")).doesNotExist();
        assertThat(library.models()).extracting(LibraryModel::name).containsExactly("other/x");
        Awaitility.await()
                .untilAsserted(() -> assertThat(library.layout().trashFolder()).isEmptyDirectory());
        assertThatThrownBy(() -> library.delete(REPO)).satisfies(refusedAs(NOT_FOUND));
    }

    @Test
    void aNamespaceIsNoModelAlsoWhereAllOfItsModelsWereCopiedThere() throws IOException {
        disk.put("acme/tiny/model.gguf", "1");
        disk.put("acme/large/model.gguf", "1");
        disk.put("single/model.gguf", "1");
        assertThatThrownBy(() -> library.delete(RepoId.model("acme"))).satisfies(refusedAs(NOT_FOUND));
        library.delete(REPO);
        assertThat(models.resolve("acme/large/model.gguf")).exists();
        library.delete(RepoId.model("single"));
        assertThat(models.resolve("single")).doesNotExist();
    }

    @Test
    void deletesNoOtherModelWithAnOldOneOfTheNamespacesName() throws IOException {
        disk.putFromHub("acme", "a", "1", COMMIT);
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        assertThatThrownBy(() -> library.delete(RepoId.model("acme"))).satisfies(refusedAs(IN_USE));
        library.delete(REPO);
        library.delete(RepoId.model("acme"));
        assertThat(library.models()).isEmpty();
    }

    @Test
    void keepsAFolderThatHoldsMoreThanIsListed() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "1", COMMIT);
        disk.put("acme/tiny/.git/config", "x");
        library.deleteVariant(REPO, "Q8_0");
        assertThat(models.resolve("acme/tiny/.git/config")).exists();
    }

    @Test
    void leavesANamespaceThatHoldsMore() throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.putFromHub("acme/large", "a", "1", COMMIT);
        library.delete(REPO);
        assertThat(models.resolve("acme/large/a")).exists();
    }

    @Test
    void refusesToDeleteThroughALink(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("precious"), "x");
        Files.createDirectories(models.resolve("acme"));
        Files.createSymbolicLink(models.resolve("acme/tiny"), outside);
        assertThatThrownBy(() -> library.delete(REPO)).satisfies(refusedAs(UNSAFE_NAME));
        assertThatThrownBy(() -> library.deletePath(models.resolve("acme/tiny").toString()))
                .satisfies(refusedAs(INVALID_PATH));
        assertThatThrownBy(() ->
                        library.deletePath(models.resolve("acme/tiny/precious").toString()))
                .satisfies(refusedAs(INVALID_PATH));
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void deletesALinkWithinARepoButNotItsTarget(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("precious"), "x");
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        Files.createSymbolicLink(models.resolve("acme/tiny/link"), outside);
        library.delete(REPO);
        assertThat(models.resolve("acme")).doesNotExist();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void deletesOneVariantAndLeavesTheRest() throws IOException {
        disk.putFromHub("acme/tiny", "README.md", "1", COMMIT);
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "1", COMMIT);
        disk.putFromHub("acme/tiny", "BF16/m-00001-of-00002.gguf", "1", COMMIT);
        RepoFile second = RepoFixture.lfs("BF16/m-00002-of-00002.gguf", "weights");
        RepoFile other = RepoFixture.lfs("m-Q8_0.gguf", "weights");
        partial(second, "wei");
        partial(other, "w");
        library.saveTree(
                new RepoTree(REPO, COMMIT, List.of(RepoFixture.lfs("BF16/m-00001-of-00002.gguf", "1"), second, other)));
        library.deleteVariant(REPO, "bf16");
        assertThat(library.models()).singleElement().satisfies(model -> {
            assertThat(model.files()).extracting(LibraryFile::path).containsExactly("README.md", "m-Q8_0.gguf");
            assertThat(model.partialBytes()).isEqualTo(1);
        });
        assertThat(models.resolve("acme/tiny/BF16")).doesNotExist();
        assertThat(models.resolve("acme/tiny/.cache/huggingface/download/BF16")).doesNotExist();
        assertThatThrownBy(() -> library.deleteVariant(REPO, "BF16")).satisfies(refusedAs(NOT_FOUND));
    }

    /** What somebody waits for is not lost with another variant, nor with the last file that is whole. */
    @Test
    void deletesNoPartOfAFileThatIsStillArriving() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q4_K_M.gguf", "1", COMMIT);
        RepoFile arriving = RepoFixture.lfs("m-Q8_0.gguf", "weights");
        Path partial = partial(arriving, "wei");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(RepoFixture.lfs("m-Q4_K_M.gguf", "1"), arriving)));

        library.deleteVariant(REPO, "Q4_K_M");

        assertThat(partial).hasContent("wei");
        assertThat(library.models())
                .singleElement()
                .satisfies(model -> assertThat(model.partialBytes()).isEqualTo(3));
        disk.putFromHub("acme/tiny", "config.json", "{}", COMMIT);
        library.deletePath(models.resolve("acme/tiny/config.json").toString());
        assertThat(partial).hasContent("wei");
        library.deleteVariant(REPO, "Q8_0");
        assertThat(models.resolve("acme")).doesNotExist();
    }

    /** The part of a failed update of one file has the label by name that another variant is shown by. */
    @Test
    void deletesNoWholeFileForThePartOfAnother() throws IOException {
        disk.putFromHub("acme/tiny", "a-Q8_0.gguf", "1", COMMIT);
        disk.putFromHub("acme/tiny", "b-Q4_K_M.gguf", "2", COMMIT);
        RepoFile update = RepoFixture.lfs("b-Q4_K_M.gguf", "weights");
        Path partial = partial(update, "wei");
        library.saveTree(new RepoTree(REPO, COMMIT, List.of(RepoFixture.lfs("a-Q8_0.gguf", "1"), update)));

        library.deleteVariant(REPO, "Q8_0");

        assertThat(partial).hasContent("wei");
        assertThat(models.resolve("acme/tiny/b-Q4_K_M.gguf")).hasContent("2");
        assertThat(models.resolve("acme/tiny/a-Q8_0.gguf")).doesNotExist();
    }

    @Test
    void deletesTheFolderWithItsLastFile() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "1", COMMIT);
        library.deleteVariant(REPO, "Q8_0");
        assertThat(models.resolve("acme")).doesNotExist();
    }

    @Test
    void deletesNeitherOfTwoVariantsThatAreBothMeant() throws IOException {
        disk.putFromHub("acme/tiny", "small-Q8_0.gguf", "1", COMMIT);
        disk.putFromHub("acme/tiny", "large-Q8_0.gguf", "1", COMMIT);
        assertThatThrownBy(() -> library.deleteVariant(REPO, "Q8_0")).hasMessageContaining("large-Q8_0, small-Q8_0");
        library.deleteVariant(REPO, "small-Q8_0");
        assertThat(library.models().get(0).files()).hasSize(1);
    }

    @Test
    void deletesByThePathTheListGave() throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.putFromHub("acme/tiny", "sub/b", "1", COMMIT);
        disk.put("my models/by hand/x.gguf", "1");
        disk.put("my models/by hand too/x.gguf", "1");
        disk.put("loose.gguf", "1");
        library.deletePath(models.resolve("acme/tiny/sub/b").toString());
        assertThat(models.resolve("acme/tiny/sub")).doesNotExist();
        library.deletePath(models.resolve("loose.gguf").toString());
        library.deletePath(models.resolve("my models/by hand") + "/");
        library.deletePath(models.resolve("my models/by hand too/x.gguf").toString());
        assertThat(library.models()).extracting(LibraryModel::name).containsExactly("acme/tiny");
        library.deletePath(models.resolve("acme/tiny").toString());
        assertThat(library.models()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme/tiny",
                "/etc/passwd",
                "/",
                "MODELS",
                "MODELS/",
                "MODELS/..",
                "MODELS/../x",
                "MODELS/acme/../acme/tiny",
                "MODELS/acme",
                "MODELS/acme/tiny/sub",
                "MODELS/.cache",
                "MODELS/.cache/hf-downloader/lock",
                "MODELS/acme/tiny/.cache/huggingface/download/a.metadata",
                "MODELS/nul\0",
                "MODELS-other/x"
            })
    void deletesNothingByAPathOfNoModel(String path) throws IOException {
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        disk.putFromHub("acme/tiny", "sub/b", "1", COMMIT);
        disk.put("acme/stray", "1");
        assertThatThrownBy(() -> library.deletePath(path.replace("MODELS", models.toString())))
                .satisfies(refusedAs(INVALID_PATH))
                .hasMessage("Invalid model path");
        assertThat(library.scan())
                .hasSize(2)
                .last()
                .satisfies(model -> assertThat(model.files()).hasSize(2));
    }

    @Test
    void saysWhenNothingIsThere() {
        assertThatThrownBy(
                        () -> library.deletePath(models.resolve("acme/nothing").toString()))
                .satisfies(refusedAs(NOT_FOUND));
    }

    // --- leases

    @Test
    void deletesNothingThatADownloadUses() throws IOException {
        disk.putFromHub("acme/tiny", "m-Q8_0.gguf", "1", COMMIT);
        RepoLease one = library.lease(REPO);
        RepoLease other = library.lease(REPO);
        one.close();
        one.close();
        String path = models.resolve("acme/tiny").toString();
        assertThatThrownBy(() -> library.delete(REPO)).satisfies(refusedAs(IN_USE));
        assertThatThrownBy(() -> library.deleteVariant(REPO, "Q8_0")).satisfies(refusedAs(IN_USE));
        assertThatThrownBy(() -> library.deletePath(path)).satisfies(refusedAs(IN_USE));
        assertThatThrownBy(() -> library.deletePath(path + "/m-Q8_0.gguf")).satisfies(refusedAs(IN_USE));
        assertThat(models.resolve("acme/tiny/m-Q8_0.gguf")).exists();
        other.close();
        library.delete(REPO);
        assertThat(library.models()).isEmpty();
    }

    @Test
    void givesNoLeaseWhileADeleteRuns() {
        RepoLeases leases = new RepoLeases();
        Path folder = Path.of("/models/acme/tiny");
        RepoLease alone = leases.takeExclusive(folder, "acme/tiny");
        assertThatThrownBy(() -> leases.takeShared(folder, "acme/tiny")).satisfies(refusedAs(IN_USE));
        assertThatThrownBy(() -> leases.takeExclusive(folder, "acme/tiny")).satisfies(refusedAs(IN_USE));
        assertThatThrownBy(() -> leases.takeShared(folder.getParent(), "acme")).satisfies(refusedAs(IN_USE));
        alone.close();
        leases.takeShared(folder, "acme/tiny").close();
        leases.takeExclusive(folder, "acme/tiny").close();
    }

    /** Latin-1, as an old archive has it: no text of Java's stands for such a name. */
    @Test
    void aFileWhoseNameIsNoTextIsDeletedWithItsModel() throws Exception {
        disk.putFromHub("acme/tiny", "sub/a", "1", COMMIT);
        Process touch = new ProcessBuilder("sh", "-c", ": > \"$(printf 'caf\\351.gguf')\"")
                .directory(models.resolve("acme/tiny").toFile())
                .start();
        Assumptions.assumeTrue(touch.waitFor() == 0, "this disk takes no such name");
        library.delete(REPO);
        Awaitility.await()
                .untilAsserted(() -> assertThat(library.layout().trashFolder()).isEmptyDirectory());
        assertThat(models.resolve("acme")).doesNotExist();
    }

    @Test
    void whatCannotBeDeletedNowIsDeletedLater() throws IOException {
        Path folder = models.resolve("trash");
        Path stuck = Files.createDirectories(folder.resolve("one/stuck"));
        Files.writeString(stuck.resolve("a"), "1");
        Files.createDirectories(folder.resolve("two"));
        Trash trash = new Trash(RootFolder.of(folder), folder);
        Files.setPosixFilePermissions(stuck, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(stuck), "this user may delete anything");
        trash.empty();
        assertThat(folder.resolve("two")).doesNotExist();
        assertThat(stuck.resolve("a")).exists();
        assertThat(trash.isEmpty()).isFalse();
        Files.setPosixFilePermissions(stuck, PosixFilePermissions.fromString("rwxr-xr-x"));
        trash.empty();
        assertThat(folder).isEmptyDirectory();
        assertThat(trash.isEmpty()).isTrue();
    }

    // --- start

    @Test
    void makesTheModelsFolder() {
        ModelLibrary other = new ModelLibrary(() -> models.resolve("not/yet/there"));
        assertThat(models.resolve("not/yet/there/.cache/hf-downloader/lock")).exists();
        other.close();
    }

    @Test
    void keepsASecondServerOut() {
        assertThatThrownBy(() -> new ModelLibrary(() -> models))
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    @Test
    void saysWhyADirectoryCannotBeUsed() throws IOException {
        Path file = disk.put("file", "x");
        assertThatThrownBy(() -> new ModelLibrary(() -> file))
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("HF_DOWNLOADER_MODELS_DIR");
        assertThatThrownBy(() -> new ModelLibrary(() -> Path.of("/proc/nothing")))
                .isInstanceOf(LibraryUnavailableException.class);
    }

    /** As a variable in quotes has it, or a line of systemd: no folder of that name is made in its place. */
    @ParameterizedTest
    @ValueSource(strings = {"~", "~/models", "~jane/models"})
    void takesNoTildeForAFolder(String path) {
        assertThatThrownBy(() -> new ModelLibrary(() -> Path.of(path)))
                .isInstanceOf(LibraryUnavailableException.class)
                .hasMessageContaining("nobody but a shell replaces the ~")
                .hasMessageContaining("HF_DOWNLOADER_MODELS_DIR");
        assertThat(Path.of(path)).doesNotExist();
    }

    @Test
    void emptiesTheTrashOfAServerThatDidNotEndWell() throws IOException {
        library.close();
        Path left = Files.createDirectories(library.layout().trashFolder().resolve("uuid/deep"));
        Files.writeString(left.resolve("model.gguf"), "x");
        library = new ModelLibrary(() -> models);
        library.rescan();
        Awaitility.await()
                .untilAsserted(() -> assertThat(library.layout().trashFolder()).isEmptyDirectory());
    }

    @Test
    void removesFoldersThatAKilledServerBeganToMakeAndListsThemNever() throws IOException {
        Path old = Files.createDirectory(models.resolve(".hf-downloader-1a"));
        Path young = Files.createDirectory(models.resolve(".hf-downloader-2b"));
        Path theirs = disk.put(".hf-downloader-3c/notes/model.gguf", "x");
        for (Path each : List.of(old, models.resolve(".hf-downloader-3c"))) {
            Files.setLastModifiedTime(each, FileTime.fromMillis(0));
        }
        assertThat(library.scan()).isEmpty();
        assertThat(library.skippedFolders()).isEmpty();
        library.close();
        library = new ModelLibrary(() -> models);
        assertThat(old).doesNotExist();
        assertThat(young).isEmptyDirectory();
        assertThat(theirs).hasContent("x");
    }

    @Test
    void tellsWhetherThereIsRoom() throws IOException {
        assertThat(library.disk().writable()).isTrue();
        assertThat(library.disk().space().freeBytes())
                .isBetween(1L, library.disk().space().totalBytes());
    }

    @Test
    void listsFromMemoryAndFreshlyWhenAsked() throws IOException {
        assertThat(library.models()).isEmpty();
        assertThat(library.scan()).isEmpty();
        disk.putFromHub("acme/tiny", "a", "1", COMMIT);
        assertThat(library.models()).isEmpty();
        assertThat(library.scan()).hasSize(1);
        assertThat(library.freshModels()).isEqualTo(library.models());
        assertThat(library.model(REPO)).isPresent();
        assertThat(library.model(RepoId.model("acme/other"))).isEmpty();

        disk.putFromHub("acme/other", "a", "1", COMMIT);
        library.flushAfterJob();
        assertThat(library.freshModels()).as("also within a second").hasSize(2);
    }
}
