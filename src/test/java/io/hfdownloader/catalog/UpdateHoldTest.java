package io.hfdownloader.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Which updates are told of a model whose owner holds them back. */
@Tag("http")
class UpdateHoldTest {

    private static final String ID = "acme/held";
    private static final RepoId REPO = RepoId.model(ID);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path models;

    private final Vertx vertx = Vertx.vertx();
    private final List<Occurrence> heard = new CopyOnWriteArrayList<>();
    private HubStandIn hub;
    private StandInRepo repo;
    private ModelLibrary library;
    private UpdateHolds holds;
    private UpdateChecker updates;

    @BeforeEach
    void putAModel() throws IOException {
        hub = HubStandIn.start();
        repo = hub.add(StandInRepo.model(ID)
                .file("config.json", "{}")
                .file("m-Q4_K_M.gguf", Content.generated(1, 100))
                .file("m-Q8_0.gguf", Content.generated(2, 100)));
        put("config.json", Content.of("{}"));
        put("m-Q4_K_M.gguf", Content.generated(1, 100));
        open();
    }

    private void put(String path, Content content) throws IOException {
        Path file = models.resolve(ID).resolve(path);
        Path note = models.resolve(ID).resolve(".cache/huggingface/download/" + path + ".metadata");
        Files.createDirectories(note.getParent());
        Files.write(file, content.bytes());
        double seconds = Files.getLastModifiedTime(file).toMillis() / 1000.0 + 1;
        String etag = path.endsWith(".gguf") ? content.sha256() : content.gitSha1();
        Files.writeString(note, repo.main().id() + "\n" + etag + "\n" + seconds + "\n", StandardCharsets.US_ASCII);
    }

    /** As a server does that starts. */
    private void open() throws IOException {
        library = new ModelLibrary(() -> models);
        library.scan();
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        RevisionFolders folders = new RevisionFolders(library, new TrackedRevisions(new ObjectMapper(), library));
        holds = new UpdateHolds(new ObjectMapper(), library);
        holds.load();
        updates = UpdateCheckers.of(client, library, folders, holds, heard::add, () -> Duration.ZERO);
    }

    private void restart() throws Exception {
        holds.close();
        library.close();
        open();
    }

    @AfterEach
    void close() throws InterruptedException {
        holds.close();
        library.close();
        hub.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Optional<Boolean> told() {
        assertThat(updates.check(REPO).await().atMost(LONG)).isNull();
        return updates.isBehind(model());
    }

    private LibraryModel model() {
        return library.model(REPO).orElseThrow();
    }

    @Test
    void wordsAreHeldBackAndTheNextWeightsAreNot() throws Exception {
        updates.hold(REPO, model(), UpdateHold.UNTIL_WEIGHTS);
        repo.push("Words", commit -> commit.file("config.json", "{\"a\": 1}"));
        assertThat(told()).contains(false);
        repo.push("Others", commit -> commit.file("m-Q8_0.gguf", Content.generated(3, 100)));
        assertThat(told()).as("weights that are not here").contains(false);
        assertThat(heard).isEmpty();

        repo.push("Weights", commit -> commit.file("m-Q4_K_M.gguf", Content.generated(4, 100)));
        assertThat(told()).contains(true);
        assertThat(heard)
                .singleElement()
                .satisfies(what ->
                        assertThat(what.model().commit()).isEqualTo(repo.main().id()));
        int asked = hub.requests().size();
        assertThat(told()).contains(true);
        assertThat(hub.requests().subList(asked, hub.requests().size()))
                .as("what was found out of a commit is remembered")
                .noneMatch(request -> request.toString().contains("/tree/"));
    }

    @Test
    void whoHoldsBackWeightsThatAreKnownIsToldOfTheNextOnes() throws Exception {
        repo.push("Weights", commit -> commit.file("m-Q4_K_M.gguf", Content.generated(4, 100)));
        assertThat(told()).contains(true);
        updates.hold(REPO, model(), UpdateHold.UNTIL_WEIGHTS);
        assertThat(updates.isBehind(model())).contains(false);

        restart();
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.UNTIL_WEIGHTS);
        repo.push("Words", commit -> commit.file("config.json", "{\"a\": 1}"));
        assertThat(told()).contains(false);
        restart();
        assertThat(told()).contains(false);
        repo.push("Weights again", commit -> commit.file("m-Q4_K_M.gguf", Content.generated(5, 100)));
        assertThat(told()).contains(true);
    }

    @Test
    void allCanBeHeldBackForGoodAndToldAgain() throws Exception {
        updates.hold(REPO, model(), UpdateHold.ALWAYS);
        repo.push("Weights", commit -> commit.file("m-Q4_K_M.gguf", Content.generated(4, 100)));
        assertThat(told()).contains(false);
        restart();
        assertThat(told()).contains(false);
        assertThat(updates.lastCheck().updates()).isZero();
        assertThat(heard).isEmpty();

        updates.hold(REPO, model(), UpdateHold.NONE);
        assertThat(updates.isBehind(model())).contains(true);
        restart();
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.NONE);
    }

    @Test
    void whatIsNotKnownOfWeightsIsNeitherToldNorDenied() {
        updates.hold(REPO, model(), UpdateHold.UNTIL_WEIGHTS);
        repo.push("Words", commit -> commit.file("config.json", "{\"a\": 1}"));
        hub.faults().add(Fault.status("/tree/", 503));
        assertThat(updates.check(REPO).onFailure().recoverWithNull().await().atMost(LONG))
                .isNull();
        assertThat(updates.isBehind(model())).isEmpty();
        hub.faults().clear();
        assertThat(told()).contains(false);
    }

    @Test
    void aModelThatIsDeletedTakesItsChoiceWithIt() throws Exception {
        updates.hold(REPO, model(), UpdateHold.ALWAYS);
        library.delete(REPO);
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.NONE);
        restart();
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.NONE);
    }

    @Test
    void whatComesBackFromTheBinIsHeldBackAsBefore() throws Exception {
        updates.hold(REPO, model(), UpdateHold.UNTIL_WEIGHTS);
        var gone = library.discard(REPO);
        restart();
        library.bin().restore(library.bin().entries().get(0).id());
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.UNTIL_WEIGHTS);
        restart();
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.UNTIL_WEIGHTS);
    }

    @Test
    void aFileThatCannotBeReadHoldsNothingBack() throws Exception {
        updates.hold(REPO, model(), UpdateHold.ALWAYS);
        Path file = library.layout().stateFolder().resolve("holds.json");
        assertThat(file).content().contains("always");
        Files.writeString(file, "{\"models\":{\"model/acme/held\":{\"hold\":\"sometimes\"},\"x\":null,\"y\":{}}}");
        restart();
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.NONE);
        Files.writeString(file, "no JSON");
        restart();
        assertThat(updates.holdOf(REPO)).isEqualTo(UpdateHold.NONE);
    }
}
