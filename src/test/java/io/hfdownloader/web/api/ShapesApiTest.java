package io.hfdownloader.web.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.SafetensorsFiles;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of models that have safetensors weights, of which the Hub does not tell the number of parameters. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ShapesApiTest {

    private static final String SHAPES = "/api/v1/shapes/models/";
    private static final String INDEX = "model.safetensors.index.json";
    private static final long SHARD_BYTES = 3_000_000;
    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "num_hidden_layers": 4, "num_attention_heads": 8, "hidden_size": 512,
             "max_position_embeddings": 4096}
            """;

    HubStandIn hub;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
    }

    @Test
    void oneFileIsCountedFromItsHeader() {
        hub.add(described("acme/one-file").file("model.safetensors", SafetensorsFiles.file("a", 1, SHARD_BYTES)));

        Json shape = get(SHAPES + "acme/one-file");

        assertThat(shape.getLong("parameters")).isEqualTo(SHARD_BYTES / 2);
        assertThat(shape.getString("source")).isEqualTo("config.json");
        assertThat(shape.getString("architecture")).isEqualTo("LlamaForCausalLM");
        assertThat(shape.getLong("contextLength")).isEqualTo(4096);
        assertThat(shape.getLong("cacheBytesPerToken")).isEqualTo(4L * 8 * (64 + 64) * 2);
        assertThat(hub.bytesSent("acme/one-file/model.safetensors")).isLessThan(200_000);
    }

    @Test
    void shardsAreCountedFromTheIndexAndTheFirstOfThem() {
        hub.add(sharded("acme/shards"));

        assertThat(get(SHAPES + "acme/shards").getLong("parameters")).isEqualTo(3 * SHARD_BYTES / 2);
        long sent = hub.bytesSent("acme/shards");
        assertThat(sent).isLessThan(200_000);
        assertThat(hub.bytesSent("acme/shards/model-00002-of-00003.safetensors"))
                .isZero();

        assertThat(get(SHAPES + "acme/shards").getLong("parameters")).isEqualTo(3 * SHARD_BYTES / 2);
        assertThat(hub.bytesSent("acme/shards")).as("it is remembered").isEqualTo(sent);
    }

    @Test
    void anIndexThatTellsTheNumberIsEnough() {
        hub.add(sharded("acme/told-by-hub")
                .file(INDEX, "{\"metadata\": {\"total_parameters\": 1234567, \"total_size\": 9000000}}"));

        assertThat(get(SHAPES + "acme/told-by-hub").getLong("parameters")).isEqualTo(1_234_567);
        assertThat(hub.bytesSent("acme/told-by-hub/model-00001-of-00003.safetensors"))
                .isZero();
    }

    @Test
    void whatTheHubTellsIsNotReadFromTheWeights() {
        hub.add(sharded("acme/known").fact("safetensors", "{\"total\": 4242}"));

        assertThat(get(SHAPES + "acme/known").getLong("parameters")).isEqualTo(4_242);
        assertThat(hub.bytesSent("acme/known/" + INDEX)).isZero();
    }

    @Test
    void aLongHeaderIsReadWithASecondRequest() {
        String header = "{\"__metadata__\": {\"note\": \"" + "x".repeat(90_000)
                + "\"}, \"a\": {\"dtype\": \"F32\", \"shape\": [100, 100], \"data_offsets\": [0, 40000]}}";
        byte[] head = ByteBuffer.allocate(8 + header.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .array();
        hub.add(described("acme/long-header")
                .file("model.safetensors", Content.generated(head, 1, head.length + 40_000)));

        assertThat(get(SHAPES + "acme/long-header").getLong("parameters")).isEqualTo(10_000);
    }

    @Test
    void weightsThatCannotBeReadCostNothingElse() {
        hub.add(described("acme/shapeless").file("model.safetensors", Content.generated(1, 1_000_000)));
        hub.add(described("acme/torn")
                .file(INDEX, "{\"metadata\": {\"total_size\": 9000000}}")
                .file("unrelated.txt", "no shard is here"));

        for (String repo : new String[] {"acme/shapeless", "acme/torn"}) {
            Json shape = get(SHAPES + repo);
            assertThat(shape.<Object>get("parameters")).isNull();
            assertThat(shape.getInt("layers")).isEqualTo(4);
        }
    }

    @Test
    void weightsOutOfReachCostNothingElseAndAreReadLater() {
        hub.add(sharded("acme/away"));
        hub.faults().add(Fault.status("model-00001-of-00003.safetensors", 503));

        Json shape = get(SHAPES + "acme/away");
        assertThat(shape.<Object>get("parameters")).isNull();
        assertThat(shape.getInt("layers")).isEqualTo(4);

        hub.faults().clear();
        assertThat(get(SHAPES + "acme/away").getLong("parameters")).isEqualTo(3 * SHARD_BYTES / 2);
    }

    @Test
    void weightsAloneTellTheNumberOfParameters() {
        hub.add(StandInRepo.model("acme/bare-weights")
                .file("weights.safetensors", SafetensorsFiles.file("a", 1, SHARD_BYTES)));

        Json shape = get(SHAPES + "acme/bare-weights");

        assertThat(shape.getLong("parameters")).isEqualTo(SHARD_BYTES / 2);
        assertThat(shape.getString("source")).isEqualTo("weights.safetensors");
        assertThat(shape.<Object>get("cacheBytesPerToken")).isNull();
    }

    @Test
    void ofSeveralUnknownFilesNoneIsTheModel() {
        hub.add(StandInRepo.model("acme/several")
                .file("one.safetensors", SafetensorsFiles.file("a", 1, SHARD_BYTES))
                .file("two.safetensors", SafetensorsFiles.file("a", 2, SHARD_BYTES)));

        problem(given().get(SHAPES + "acme/several"), 404, "shape-not-known");
    }

    private static RepoBuilder described(String id) {
        return StandInRepo.model(id).file("config.json", CONFIG);
    }

    private static RepoBuilder sharded(String id) {
        RepoBuilder repo = described(id);
        SafetensorsFiles.addShards(repo, 3, 7, SHARD_BYTES);
        return repo;
    }
}
