package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.FaultyDisk.Call;
import io.hfdownloader.files.MemoryDisk;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.StandInRepo;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A kill before whichever call to the disk: no file is lost, what the library tells is true, and the next run goes on. */
@Tag("http")
class AdoptKillTest {

    private static final int MAX_CALLS = 400;
    private static final Content ONE = Content.generated(1, 4_000);
    private static final Content TWO = Content.generated(2, 3_000);
    private static final String WEIGHTS = "model.safetensors";
    private static final String WORDS = "sub/config.json";

    private static Vertx vertx;
    private static HubStandIn hub;
    private static HubClient client;
    private static String commit = "";

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    /** The process is no more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        hub = HubStandIn.start();
        client = HubClients.of(vertx, hub.endpoint(), null);
        commit = hub.add(StandInRepo.model("acme/parts").file(WEIGHTS, ONE).file(WORDS, TWO))
                .main()
                .id();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"links", "no-links", "another-disk"})
    void aMoveThatIsKilledLosesNothing(String kind, @TempDir Path elsewhere) throws IOException {
        boolean isFromElsewhere = kind.equals("another-disk");
        int calls = MAX_CALLS;
        for (int call = 1; call <= calls; call++) {
            Path models = Files.createDirectories(folder.resolve(kind + "-" + call));
            FaultyDisk disk = new FaultyDisk(models);
            if (kind.equals("no-links")) {
                disk.hideLinks();
            }
            Path extra = elsewhere.resolve("found-" + call);
            AdoptFixture fixture = isFromElsewhere
                    ? new AdoptFixture(disk.root(), client, extra.toString())
                    : new AdoptFixture(disk.root(), client);
            Path from = (isFromElsewhere ? extra : fixture.models).resolve("acme_parts");
            Files.createDirectories(from.resolve(WORDS).getParent());
            Path one = Files.write(from.resolve(WEIGHTS), ONE.bytes());
            Path two = Files.write(from.resolve(WORDS), TWO.bytes());
            List<FoundModel> found = fixture.find();
            assertThat(found).hasSize(1);
            assertThat(found.get(0).ways().contains(How.COPY)).isEqualTo(isFromElsewhere);
            UUID chosen = fixture.choose(found.get(0), How.MOVE);
            boolean[] killed = {false};
            disk.beforeCall(call, () -> {
                killed[0] = true;
                refuseAll(disk);
                throw new Killed();
            });
            try {
                assertThat(fixture.adoption
                                .adopt(chosen, total -> 0, new AdoptFixture.Quiet())
                                .refused())
                        .isEmpty();
                calls = killed[0] ? calls : call;
            } catch (Killed | IOException | ProblemException end) { // what is tidied up on the way fails, too
                assertThat(killed[0]).as(end.toString()).isTrue();
            }
            disk.beforeNoCall();
            refuseAll(disk);
            fixture.library.close();
            disk.mend();
            fixture.restart();

            assertHere(call, one, fixture.models.resolve("acme/parts/" + WEIGHTS), ONE);
            assertHere(call, two, fixture.models.resolve("acme/parts/" + WORDS), TWO);
            for (LibraryModel model : fixture.library.scan()) {
                model.files().stream()
                        .filter(file -> file.commit() != null)
                        .forEach(file -> assertThat(file.absolutePath().toFile().length())
                                .isIn(ONE.size(), TWO.size()));
            }

            AdoptOutcome again =
                    killed[0] ? fixture.adoption.adopt(chosen, total -> 0, new AdoptFixture.Quiet()) : null;
            assertThat(again == null || again.refused().isEmpty())
                    .as("after a kill before call %d", call)
                    .isTrue();
            LibraryModel model = fixture.model("acme/parts").orElseThrow();
            assertThat(model.commit()).isEqualTo(commit);
            assertThat(model.files()).hasSize(2).allSatisfy(file -> {
                assertThat(file.commit()).isEqualTo(commit);
                assertThat(file.verifiedAt()).isNotNull();
            });
            assertThat(one).doesNotExist();
            assertThat(two).doesNotExist();
            fixture.close();
        }
        assertThat(calls).isBetween(10, MAX_CALLS - 1);
    }

    private static void assertHere(int call, Path source, Path target, Content content) {
        boolean atSource = Files.exists(source);
        boolean atTarget = Files.exists(target);
        assertThat(atSource || atTarget).as("killed before call %d", call).isTrue();
        assertThat(atSource ? source : target).hasBinaryContent(content.bytes());
        assertThat(atTarget ? target : source).hasBinaryContent(content.bytes());
    }

    private static void refuseAll(FaultyDisk disk) {
        for (Call call : Call.values()) {
            disk.refuse(call, "", "Input/output error");
        }
    }

    /** What the disk refuses is told, not taken for done. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 16, 25, 36})
    void aDiskThatRefusesACallIsToldAndTheNextRunGoesOn(int call) throws IOException {
        Path models = Files.createDirectories(folder.resolve("refused-" + call));
        FaultyDisk disk = new FaultyDisk(models);
        AdoptFixture fixture = new AdoptFixture(disk.root(), client);
        Path one = fixture.put("acme_parts/" + WEIGHTS, ONE);
        Path two = fixture.put("acme_parts/" + WORDS, TWO);
        UUID chosen = fixture.choose(fixture.find().get(0), How.MOVE);
        disk.refuseCall(call, "Input/output error");
        try {
            AdoptOutcome outcome = fixture.adoption.adopt(chosen, total -> 0, new AdoptFixture.Quiet());
            assertThat(outcome.adopted()).hasSize(1);
        } catch (IOException | ProblemException told) {
            assertThat(told).message().isNotBlank();
        }
        disk.beforeNoCall();
        assertHere(call, one, fixture.models.resolve("acme/parts/" + WEIGHTS), ONE);
        assertHere(call, two, fixture.models.resolve("acme/parts/" + WORDS), TWO);
        assertThat(fixture.adoption
                        .adopt(chosen, total -> 0, new AdoptFixture.Quiet())
                        .refused())
                .isEmpty();
        assertThat(fixture.model("acme/parts").orElseThrow().complete()).isTrue();
        fixture.close();
    }
}
