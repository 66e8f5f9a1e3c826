package io.hfdownloader.library.revision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.RepoFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.library.RepoFixture.REPO;
import static org.assertj.core.api.Assertions.assertThat;

/** Which revision goes to which folder. */
@Tag("fast")
class RevisionFoldersTest {

    private static final String ONE = "1".repeat(40);
    private static final String TWO = "2".repeat(40);
    private static final String THREE = "3".repeat(40);

    @TempDir
    Path models;

    private ModelLibrary library;
    private TrackedRevisions tracked;
    private RevisionFolders folders;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        tracked = new TrackedRevisions(new ObjectMapper(), library);
        folders = new RevisionFolders(library, tracked);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void theFirstRevisionHasTheFolderOfTheRepoAndAnotherOneItsOwn() throws IOException {
        assertThat(fetch("4.0bpw", ONE)).isEqualTo(REPO);
        assertThat(fetch("6.0bpw", TWO)).isEqualTo(REPO.at("6.0bpw"));
        assertThat(fetch("main", THREE)).isEqualTo(REPO.at("main"));
        assertThat(models.resolve("acme/tiny@6.0bpw/model.gguf")).hasContent(TWO);
        assertThat(models.resolve("acme/tiny/model.gguf")).hasContent(ONE);
        assertThat(library.scan())
                .extracting(LibraryModel::name)
                .containsExactly("acme/tiny", "acme/tiny@6.0bpw", "acme/tiny@main");
        assertThat(library.scan())
                .extracting(LibraryModel::repo)
                .containsExactly(REPO, REPO.at("6.0bpw"), REPO.at("main"));
    }

    @Test
    void aRevisionThatMovesOnStaysInItsFolder() throws IOException {
        fetch("main", ONE);
        fetch("dev", TWO);
        assertThat(fetch("main", THREE)).isEqualTo(REPO);
        assertThat(fetch("dev", ONE)).isEqualTo(REPO.at("dev"));
    }

    @Test
    void theSameCommitIsInOneFolderWhichStaysAsItIsWhileTwoNamesAreForIt() throws IOException {
        fetch("main", ONE);
        assertThat(fetch("v1", ONE)).isEqualTo(REPO);
        assertThat(fetch(ONE, ONE)).isEqualTo(REPO);
        assertThat(folders.revisionsIn(REPO)).containsExactlyInAnyOrder("main", "v1", ONE);
        assertThat(tracked.revisionOf(REPO)).contains("main");

        assertThat(folders.claim(tree(REPO, TWO), "main"))
                .as("v1 would be overwritten")
                .isFalse();
        assertThat(fetch("main", TWO)).isEqualTo(REPO.at("main"));
        assertThat(models.resolve("acme/tiny/model.gguf")).hasContent(ONE);
        assertThat(fetch("v1", ONE)).isEqualTo(REPO);
    }

    /** Two that were planned before either had begun. */
    @Test
    void ofTwoRevisionsPlannedForOneFolderTheSecondGoesBeside() throws IOException {
        assertThat(folders.folderFor(REPO, "main", ONE)).isEqualTo(REPO);
        assertThat(folders.folderFor(REPO, "dev", TWO)).isEqualTo(REPO);
        assertThat(folders.claim(tree(REPO, TWO), "dev")).isTrue();
        assertThat(folders.claim(tree(REPO, ONE), "main")).isFalse();
        RepoId beside = folders.folderBeside(REPO, "main");
        assertThat(beside).isEqualTo(REPO.at("main"));
        assertThat(folders.claim(tree(beside, ONE), "main")).isTrue();
    }

    @Test
    void whatWasDeletedLeavesItsPlaceToAnyRevision() throws IOException {
        fetch("main", ONE);
        fetch("dev", TWO);
        library.delete(REPO);
        assertThat(folders.folderFor(REPO, "v1", THREE)).isEqualTo(REPO);
        assertThat(folders.folderFor(REPO, "dev", THREE)).isEqualTo(REPO.at("dev"));
    }

    @Test
    void whatWasGivenUpInTheMiddleIsNotOverwrittenByAnother() throws IOException {
        assertThat(folders.claim(tree(REPO, ONE), "dev")).isTrue();
        assertThat(folders.folderFor(REPO, "main", TWO)).isEqualTo(REPO.at("main"));
        assertThat(folders.folderFor(REPO, "dev", TWO)).isEqualTo(REPO);
    }

    /** As each released version wrote it. */
    @ParameterizedTest
    @ValueSource(strings = "0.9.0")
    void whatAnEarlierVersionKeptIsTakenOver(String version) throws IOException {
        Path state = Files.createDirectories(library.layout().stateFolder());
        Files.copy(Path.of("src/test/resources/state", version, "followed.json"), state.resolve("followed.json"));
        tracked.load();
        assertThat(tracked.revisionOf(REPO)).contains("6.0bpw");
        assertThat(tracked.revisionOf(REPO.at("main"))).contains("main");
    }

    /** A restart, or the file of revisions was lost: the name of the folder tells. */
    @Test
    void aFolderTellsItsRevisionByItsName() throws IOException {
        fetch("main", ONE);
        fetch("refs/pr/1", TWO);
        Files.delete(library.layout().stateFolder().resolve("followed.json"));
        library.close();
        open();
        tracked.load();
        assertThat(folders.folderFor(REPO, "refs/pr/1", THREE)).isEqualTo(REPO.at("refs/pr/1"));
        assertThat(folders.folderFor(REPO, "main", THREE)).isEqualTo(REPO);
    }

    /** Its place may be on a disk that is not mounted now. */
    @Test
    void onlyADeletionThroughUsMakesTheRevisionForgotten(@TempDir Path elsewhere) throws IOException {
        fetch("4.0bpw", ONE);
        fetch("main", TWO);
        Files.move(models.resolve("acme"), elsewhere.resolve("acme"));
        library.scan();
        assertThat(tracked.revisionOf(REPO)).contains("4.0bpw");
        Files.move(elsewhere.resolve("acme"), models.resolve("acme"));
        library.delete(REPO);
        assertThat(tracked.revisionOf(REPO)).isEmpty();
        assertThat(tracked.revisionOf(REPO.at("main"))).contains("main");
    }

    @Test
    void aRevisionThatCameToShareTheFolderIsNotReplacedByAnUpdateThatBeganBefore() throws IOException {
        fetch("main", ONE);
        RepoTree newer = tree(REPO, TWO);
        assertThat(folders.claim(newer, "main")).isTrue();
        assertThat(fetch("v1", ONE)).isEqualTo(REPO);
        assertThat(folders.beginReplacing(newer, "main", newer.files())).isFalse();
    }

    @Test
    void noRevisionComesToShareTheFolderWhileItsFilesAreReplaced() throws IOException {
        fetch("main", ONE);
        RepoTree newer = tree(REPO, TWO);
        assertThat(folders.claim(newer, "main")).isTrue();
        assertThat(folders.beginReplacing(newer, "main", newer.files())).isTrue();
        assertThat(folders.claim(tree(REPO, ONE), "v1")).isFalse();
        folders.replaced(REPO);
        assertThat(folders.claim(tree(REPO, ONE), "v1")).isTrue();
    }

    @Test
    void namesThatDifferByCaseHaveFoldersThatDifferOtherwise() throws IOException {
        fetch("main", ONE);
        RepoId upper = fetch("Dev", TWO);
        RepoId lower = fetch("dev", THREE);
        assertThat(lower.folder()).isNotEqualToIgnoringCase(upper.folder());
        assertThat(folders.folderFor(REPO, "dev", ONE.replace('1', '9'))).isEqualTo(lower);
        assertThat(folders.folderFor(REPO, "Dev", ONE.replace('1', '9'))).isEqualTo(upper);
    }

    @ParameterizedTest
    @CsvSource({
        "4.0bpw, acme/tiny@4.0bpw",
        "gptq-4bit-32g-actorder_True, acme/tiny@gptq-4bit-32g-actorder_True",
        "refs/pr/1, acme/tiny@refs~pr~1",
        "'a b', acme/tiny@a%20b",
        "../../etc, acme/tiny@..~..~etc",
        "'%2e%2e', acme/tiny@%252e%252e",
        "'a~b', acme/tiny@a%7Eb",
        "'dot.', acme/tiny@dot%2E",
        "'ünï', acme/tiny@%C3%BCn%C3%AF",
        "a@b, acme/tiny@a@b",
        "'con:x?', acme/tiny@con%3Ax%3F",
    })
    void theNameOfAFolderTellsItsRevision(String revision, String folder) {
        RepoId beside = REPO.at(revision);
        assertThat(beside.folder()).isEqualTo(folder);
        assertThat(beside.revisionBeside()).contains(revision);
        assertThat(RepoId.ofFolder(RepoType.MODEL, folder)).isEqualTo(beside);
        assertThat(library.layout().repoFolder(beside)).isEqualTo(models.resolve(folder));
        assertThat(beside.id()).isEqualTo(REPO.id());
        assertThat(beside.onHub()).isEqualTo(REPO);
    }

    @ParameterizedTest
    @ValueSource(ints = {46, 47, 200, 255})
    void namesOfAnyLengthMakeFoldersThatEveryDiskTakes(int length) {
        RepoId repo = RepoId.model("acme/" + "x".repeat(96));
        for (String letter : List.of("b", "ü", "/")) {
            RepoId one = repo.at(letter.repeat(length));
            RepoId other = repo.at(letter.repeat(length - 1) + "c");
            assertThat(one.folder().substring("acme/".length()).length()).isLessThanOrEqualTo(143);
            assertThat(one).isNotEqualTo(other);
            assertThat(RepoId.ofFolder(RepoType.MODEL, one.folder())).isEqualTo(one);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acme/tiny@", "acme/tiny@a/b", "acme/tiny@a b", "acme/tiny@dot.", "acme/tiny@%2", "@x", "acme/@x"
            })
    void whatStandsForNoRevisionIsNoFolder(String text) {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> RepoId.ofFolder(RepoType.MODEL, text));
    }

    /** As a download does: one file, with the commit as its content. */
    private RepoId fetch(String revision, String commit) throws IOException {
        RepoId folder = folders.folderFor(REPO, revision, commit);
        RepoTree tree = tree(folder, commit);
        assertThat(folders.claim(tree, revision)).isTrue();
        RepoFile file = tree.files().get(0);
        Path partial = library.layout().partialFile(folder, file);
        Files.createDirectories(partial.getParent());
        Files.writeString(partial, commit);
        library.files().publish(folder, file, commit, partial);
        return folder;
    }

    private static RepoTree tree(RepoId folder, String commit) {
        return new RepoTree(folder, commit, List.of(RepoFixture.lfs("model.gguf", commit)));
    }
}
