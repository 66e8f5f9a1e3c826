package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static org.assertj.core.api.Assertions.assertThat;

/** What a repo's card shows: what the Hub tells of it, and what of it is on this disk. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ReposApiTest {

    private static final String QUANTS = "acme/quants-GGUF";
    private static final String Q4 = "quants-Q4_K_M.gguf";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- facts -------------------------------------------------------------------------------------------------

    @Test
    void theCardTellsWhatTheHubKnows() {
        Json repo = repo(QUANTS);

        assertThat(repo.getMap(""))
                .containsEntry("owner", "acme")
                .containsEntry("gatedMode", null)
                .containsEntry("disabled", false)
                .containsEntry("libraryName", "transformers")
                .containsEntry("baseModels", List.of("acme/tiny-sharded"))
                .containsEntry("contextLength", 8192)
                .containsEntry("architecture", "llama");
        assertThat(repo.getLong("parameters")).isEqualTo(8 * 256 * 1024);
        assertThat(repo.getLong("downloads")).isNotNegative();
        assertThat(repo.getLong("likes")).isNotNegative();
    }

    @Test
    void aCardWithoutFactsSaysSo() {
        hub.add(StandInRepo.dataset("acme/bare").file("a.csv", "1"));

        Json repo = get("/api/v1/repos/datasets/acme/bare");

        assertThat(repo.getMap(""))
                .containsEntry("parameters", null)
                .containsEntry("contextLength", null)
                .containsEntry("architecture", null)
                .containsEntry("libraryName", null)
                .containsEntry("baseModels", List.of());
        assertThat(get("/api/v1/repos/models/canonical").<String>get("owner")).isNull();
    }

    @Test
    void whoGrantsAccessIsTold() {
        hub.add(StandInRepo.model("acme/asks-a-person").file("a.txt", "a").gatedManually());

        assertThat(repo("acme/asks-a-person").getString("gatedMode")).isEqualTo("manual");
        assertThat(repo("acme/gated-model").getString("gatedMode")).isEqualTo("auto");
        assertThat(repo("acme/disabled-model").getBoolean("disabled")).isTrue();
    }

    // --- variants ----------------------------------------------------------------------------------------------

    @Test
    void variantsTellTheirBitsAndTheirProjector() {
        Json quants = repo(QUANTS);
        assertThat(variant(quants, "Q4_K_M").getDouble("bitsPerWeight")).isBetween(5.0, 5.01);
        assertThat(variant(quants, "BF16").getDouble("bitsPerWeight")).isBetween(16.0, 16.02);
        assertThat(variant(quants, "Q4_K_M").<String>get("projector")).isNull();

        Json vision = repo("acme/vision-GGUF");
        assertThat(vision.<String>getList("projectors")).hasSize(2);
        assertThat(vision.<String>getList("variants.projector")).containsOnly("mmproj-F16.gguf");
        assertThat(vision.where("files", "path", "mmproj-F16.gguf").getBoolean("[0].weight"))
                .isFalse();

        assertThat(repo("acme/two-formats").<Double>getList("variants.bitsPerWeight"))
                .containsOnlyNulls();
    }

    // --- on disk -----------------------------------------------------------------------------------------------

    @Test
    void whatIsHereIsTold() {
        assertThat(repo(QUANTS).<String>getList("variants.onDisk")).containsOnly("no");
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));

        Json repo = repo(QUANTS);

        assertThat(variant(repo, "Q4_K_M").getString("onDisk")).isEqualTo("yes");
        assertThat(repo.each("variants"))
                .filteredOn(variant -> !variant.getString("label").equals("Q4_K_M"))
                .isNotEmpty()
                .allMatch(variant -> variant.getString("onDisk").equals("no"));
        assertThat(repo.where("files", "onDisk", true).<String>getList("path"))
                .contains(Q4, "config.json")
                .noneMatch(path -> path.contains("Q8_0"));
        assertThat(repo.where("files", "weight", true).<String>getList("path"))
                .contains(Q4)
                .doesNotContain("config.json", "imatrix_unsloth.dat");
    }

    @Test
    void aSetThatLacksAShardIsHereInPart() {
        fetch(Map.of("repo", QUANTS, "include", List.of("BF16/quants-BF16-00001-of-00003.gguf")));

        assertThat(variant(repo(QUANTS), "BF16").getString("onDisk")).isEqualTo("partly");
    }

    @Test
    void aFileThatHasBegunToComeIsHereInPart() {
        hub.add(StandInRepo.model("acme/begun").file("model.safetensors", Content.generated(5, 8_000_000)));
        hub.faults().add(Fault.stallAfter("acme/begun/model.safetensors", 500_000));
        String id = ServiceClient.start("acme/begun");
        ServiceClient.await().until(() -> ServiceClient.download(id).getLong("bytesReceived") > 100_000);
        post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        ServiceClient.await(id, "paused");

        ServiceClient.await()
                .untilAsserted(() -> assertThat(repo("acme/begun").<String>getList("variants.onDisk"))
                        .containsExactly("partly"));
        assertThat(repo("acme/begun").<Boolean>getList("files.onDisk")).containsOnly(false);
    }

    @Test
    void anUpdateUpstreamMakesWhatIsHereOlder() {
        StandInRepo upstream =
                hub.add(StandInRepo.model("acme/moves-on").file("model.safetensors", Content.generated(1, 1_000_000)));
        fetch(Map.of("repo", "acme/moves-on"));
        String before = upstream.main().id();
        upstream.push(
                "Train longer", commitDraft -> commitDraft.file("model.safetensors", Content.generated(2, 1_000_000)));

        assertThat(repo("acme/moves-on").<String>getList("variants.onDisk")).containsExactly("older");
        assertThat(get("/api/v1/repos/models/acme/moves-on?revision=" + before).<String>getList("variants.onDisk"))
                .containsExactly("yes");
    }

    @Test
    void aFileThatSomebodyChangedOrPutThereIsNotTakenForTheHubs() throws IOException {
        fetch(Map.of("repo", QUANTS, "variants", List.of("Q4_K_M")));
        Path file = models.resolve(QUANTS).resolve(Q4);
        Path copy = models.resolve(QUANTS).resolve("quants-Q2_K.gguf");
        Files.write(copy, new byte[(int) variant(repo(QUANTS), "Q2_K").getLong("sizeBytes")]);
        Files.write(file, new byte[] {1, 2, 3});

        Json repo = repo(QUANTS);

        assertThat(variant(repo, "Q4_K_M").getString("onDisk")).isEqualTo("older");
        assertThat(variant(repo, "Q2_K").getString("onDisk")).isEqualTo("partly");
        assertThat(repo.where("files", "onDisk", true).<String>getList("path")).doesNotContain(Q4, "quants-Q2_K.gguf");
    }

    @Test
    void hostileNamesAreShownAndNotLookedFor() {
        fetch(Map.of("repo", "acme/hostile-names", "include", List.of("config.json")));

        assertThat(repo("acme/hostile-names").where("files", "onDisk", true).<String>getList("path"))
                .containsExactly("config.json");
    }

    private static Json repo(String id) {
        return get("/api/v1/repos/models/" + id);
    }

    private static Json variant(Json repo, String label) {
        return repo.where("variants", "label", label).at("[0]");
    }
}
