package io.hfdownloader.catalog;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.revision.RevisionFolders;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a look for updates finds of a model whose repository is not what it was. */
@Tag("http")
class UpstreamCheckTest {

    private static final String ID = "acme/fades";
    private static final RepoId REPO = RepoId.model(ID);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path models;

    private final Vertx vertx = Vertx.vertx();
    private HubStandIn hub;
    private ModelLibrary library;
    private TrackedRevisions revisions;
    private Path weights;
    private final List<Occurrence> heard = new CopyOnWriteArrayList<>();
    private Duration leastInterval = Duration.ZERO;

    @BeforeEach
    void putAModel() throws IOException {
        hub = HubStandIn.start();
        StandInRepo repo = hub.add(repo());
        weights = models.resolve(ID).resolve("model.gguf");
        Path note = models.resolve(ID).resolve(".cache/huggingface/download/model.gguf.metadata");
        Files.createDirectories(note.getParent());
        Files.writeString(weights, "weights");
        double seconds = Files.getLastModifiedTime(weights).toMillis() / 1000.0 + 1;
        Files.writeString(
                note, repo.main().id() + "\n" + "e".repeat(64) + "\n" + seconds + "\n", StandardCharsets.US_ASCII);
        library = new ModelLibrary(() -> models);
        revisions = new TrackedRevisions(new ObjectMapper(), library);
        library.scan();
    }

    @AfterEach
    void nothingWasRemoved() {
        assertThat(weights).hasContent("weights");
        library.close();
        hub.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static RepoBuilder repo() {
        return StandInRepo.model(ID).file("model.gguf", Content.generated(1, 100));
    }

    @Test
    void onlyModelsThatAreHereAreMarkedAndNoneThatWasDeleted() throws IOException {
        Throwable refusal = new HubException(HubException.Kind.REPO_NOT_FOUND, "No such repository");
        UpdateChecker updates = checker(null);
        hub.remove(hub.model(ID));
        assertThat(found(updates)).contains(UpstreamStatus.GONE);
        library.delete(REPO);
        assertThat(updates.upstream(REPO)).isEmpty();
        updates.recordRefusal(REPO, refusal);
        assertThat(updates.upstream(REPO)).as("nothing of it is here").isEmpty();
        Files.createDirectories(weights.getParent());
        Files.writeString(weights, "weights");
        library.scan();
        updates.recordRefusal(REPO, refusal);
        assertThat(updates.upstream(REPO)).contains(UpstreamStatus.GONE);
    }

    @Test
    void soonAfterALookThatWentWellAnotherOneAsksNobody() {
        leastInterval = Duration.ofHours(1);
        UpdateChecker updates = checker(null);
        hub.faults().add(Fault.status("/api/", 503));
        updates.startCheck();
        await().atMost(LONG)
                .until(() ->
                        !updates.lastCheck().running() && updates.lastCheck().failure() != null);
        hub.faults().clear();

        updates.startCheck(); // the one before was broken off
        await().atMost(LONG).until(() -> updates.lastCheck().checkedAt() != null);
        assertThat(updates.lastCheck().failure()).isNull();
        hub.clear();
        updates.startCheck();

        assertThat(updates.lastCheck().running()).isFalse();
        assertThat(hub.requests()).isEmpty();
        assertThat(updates.check(REPO).await().atMost(LONG))
                .as("one model can be looked at at any time")
                .isNull();
        assertThat(hub.requests()).isNotEmpty();
    }

    @Test
    void aRepositoryThatIsGoneIsMarkedUntilItIsBack() {
        UpdateChecker updates = checker(null);
        assertThat(found(updates)).isEmpty();
        hub.remove(hub.model(ID));
        assertThat(found(updates)).contains(UpstreamStatus.GONE);
        hub.faults().add(Fault.status("", 503));
        assertThat(found(updates)).as("a Hub that fails says nothing of it").contains(UpstreamStatus.GONE);
        hub.faults().clear();
        hub.add(repo());
        assertThat(found(updates)).isEmpty();
    }

    @Test
    void anotherCommitOnTheHubIsToldAndTheOneThatIsHereIsNot() {
        UpdateChecker updates = checker(null);
        assertThat(found(updates)).isEmpty();
        assertThat(heard).isEmpty();
        StandInRepo changed = hub.add(repo().file("more.txt", Content.generated(2, 10)));
        assertThat(found(updates)).isEmpty();
        assertThat(heard).singleElement().satisfies(what -> {
            assertThat(what.event()).isEqualTo(HookEvent.UPDATE_AVAILABLE);
            assertThat(what.model().commit()).isEqualTo(changed.main().id());
            assertThat(what.model().folder()).isEqualTo(weights.getParent().toString());
        });
    }

    /** Whoever asked for one commit is not told that there are others. */
    @Test
    void aModelThatIsPinnedHasNoUpdateToTell() {
        String here = hub.model(ID).main().id();
        assertThat(revisions.put(REPO, here).await().atMost(LONG)).isNull();
        hub.add(repo().file("more.txt", Content.generated(2, 10)));
        assertThat(checker(null).checkAll().await().atMost(LONG)).isNull();
        assertThat(heard).isEmpty();
    }

    @Test
    void aHubThatFailsIsNoSignThatARepositoryIsGone() {
        hub.faults().add(Fault.status("", 503));
        assertThat(found(checker(null))).isEmpty();
    }

    @Test
    void aRepositoryThatIsGatedNowIsMarkedForThoseWhoMayNotHaveIt() {
        hub.add(repo().gated());
        assertThat(found(checker(null))).contains(UpstreamStatus.GATED);
        assertThat(found(checker(HubStandIn.TOKEN_WITHOUT_ACCESS))).contains(UpstreamStatus.GATED);
        assertThat(found(checker(HubStandIn.STAND_IN_TOKEN))).isEmpty();
    }

    @Test
    void aRepositoryThatIsPrivateNowLooksAsIfItWereGone() {
        hub.add(repo().privately());
        assertThat(found(checker(null))).contains(UpstreamStatus.GONE);
        assertThat(found(checker(HubStandIn.STAND_IN_TOKEN))).isEmpty();
    }

    @Test
    void aRepositoryThatWasTakenDownIsMarked() {
        hub.add(repo().disabled());
        assertThat(found(checker(null))).contains(UpstreamStatus.DISABLED);
    }

    @Test
    void aBranchThatIsGoneIsNotTheRepository() {
        assertThat(revisions.put(REPO, "dev").await().atMost(LONG)).isNull();
        assertThat(found(checker(null))).contains(UpstreamStatus.REVISION_GONE);
    }

    /** A mirror that has never heard of the question is no reason to mark anything. */
    @Test
    void aMirrorThatDoesNotKnowWhoMayHaveItIsTakenForAYes() {
        hub.add(repo().gated());
        hub.faults().add(Fault.status("auth-check", 404));
        assertThat(found(checker(null))).isEmpty();
    }

    /** Who clicks twice asks the Hub once. */
    @Test
    void thoseWhoAskAtTheSameTimeShareOneLook() {
        UpdateChecker updates = checker(null);
        hub.faults().add(Fault.delay("/api/models/" + ID, Duration.ofMillis(300)));
        Uni<Void> one = updates.check(REPO);
        Uni<Void> other = updates.check(REPO);
        assertThat(Uni.join()
                        .all(one, other, updates.checkAll(), updates.checkAll())
                        .andFailFast()
                        .await()
                        .atMost(LONG))
                .hasSize(4);
        assertThat(hub.requests())
                .filteredOn(request -> request.uri().contains("/revision/main"))
                .hasSize(1);
        assertThat(updates.lastCheck().running()).isFalse();
    }

    @Test
    void whatWasFoundIsKnownAfterARestart() throws IOException {
        UpdateChecker updates = checker(null);
        hub.add(repo().file("more.txt", Content.generated(2, 10)));
        assertThat(found(updates)).isEmpty();
        new UpdateStore(json(), library, updates).write();

        UpdateChecker next = checker(null);
        new UpdateStore(json(), library, next).load();
        assertThat(next.isBehind(library.models().get(0))).contains(true);
        assertThat(next.checkedAt(REPO)).isEqualTo(updates.checkedAt(REPO)).isPresent();
        assertThat(next.lastCheck()).isEqualTo(updates.lastCheck());

        hub.remove(hub.model(ID));
        assertThat(found(next)).contains(UpstreamStatus.GONE);
        new UpdateStore(json(), library, next).write();
        UpdateChecker third = checker(null);
        new UpdateStore(json(), library, third).load();
        assertThat(third.upstream(REPO)).contains(UpstreamStatus.GONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"models\":{\"\":null,\"model/../..\":{},\"model/acme/fades\":null}}",
                "{\"models\":{\"model/acme/fades\":{\"commit\":\"x\",\"upstream\":\"new\",\"later\":1}}}"
            })
    void whatCannotBeReadIsFoundOutAgain(String text) throws IOException {
        Files.writeString(library.layout().stateFolder().resolve("updates.json"), text);
        UpdateChecker updates = checker(null);
        new UpdateStore(json(), library, updates).load();
        assertThat(updates.isBehind(library.models().get(0))).isEmpty();
        assertThat(updates.upstream(REPO)).isEmpty();
    }

    @Test
    void whatIsLearnedIsSavedWithoutAWriteForEachChange() throws Exception {
        UpdateChecker updates = checker(null);
        UpdateStore store = new UpdateStore(json(), library, updates);
        store.start(new StartupEvent());
        for (int change = 0; change < 1_000; change++) {
            updates.recordLatestCommit(REPO, String.format("%040x", change));
        }
        store.close();

        UpdateChecker next = checker(null);
        new UpdateStore(json(), library, next).load();
        assertThat(next.notes().get(REPO).commit()).isEqualTo(String.format("%040x", 999));
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path file = library.layout().stateFolder().resolve("updates.json");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 33); // has no bytes
        }
        UpdateChecker updates = checker(null);
        new UpdateStore(json(), library, updates).load();
        assertThat(updates.notes()).isEmpty();
    }

    private static ObjectMapper json() {
        return new ObjectMapper().registerModule(new JavaTimeModule());
    }

    private UpdateChecker checker(@Nullable String token) {
        HubClient client = HubClients.of(vertx, hub.endpoint(), token);
        RevisionFolders folders = new RevisionFolders(library, revisions);
        return UpdateCheckers.of(client, library, folders, heard::add, () -> leastInterval);
    }

    private static Optional<UpstreamStatus> found(UpdateChecker updates) {
        assertThat(updates.checkAll().await().atMost(LONG)).isNull();
        return updates.upstream(REPO);
    }
}
