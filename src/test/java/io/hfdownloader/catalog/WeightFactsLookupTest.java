package io.hfdownloader.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.sample.PublishedRepos;
import io.hfdownloader.standin.sample.SafetensorsFiles;
import io.hfdownloader.variant.Selection;
import io.hfdownloader.variant.Variants;
import io.hfdownloader.variant.WeightFacts;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read of a repo's weights before they are told apart. */
@Tag("http")
class WeightFactsLookupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final HubStandIn hub = HubStandIn.start();
    private HubClient client;
    private WeightFactsLookup lookup;

    @BeforeEach
    void open() {
        client = HubClients.of(vertx, hub.endpoint(), null);
        lookup = new WeightFactsLookup(client, new ObjectMapper());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        hub.close();
    }

    @Test
    void indexesPartsHeadersAndTheNumberOfParametersAreReadOnceForACommit() {
        RepoBuilder repo = StandInRepo.model("acme/all")
                .fact("safetensors", "{\"total\": 30000}")
                .file("model_index.json", "{\"unet\": [\"diffusers\", \"U\"], \"gone\": [null, null]}")
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", 1, 60_000))
                .file("copy/weights.safetensors", SafetensorsFiles.file("lm_head.weight", 2, 90_000));
        SafetensorsFiles.addShards(repo, 2, 3, 8_000);
        RepoTree tree = tree(repo);

        WeightFacts facts = facts(tree);

        assertThat(facts.parameters()).isEqualTo(30_000);
        assertThat(facts.parts()).containsEntry("", Set.of("unet"));
        assertThat(facts.indexes().get("model.safetensors.index.json").files())
                .containsExactlyInAnyOrder("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        WeightFacts.Tensors main = facts.tensors().get("model.safetensors");
        WeightFacts.Tensors copy = facts.tensors().get("copy/weights.safetensors");
        assertThat(main.parameters()).isEqualTo(30_000);
        assertThat(copy.parameters()).isEqualTo(45_000);
        assertThat(copy.names()).isEqualTo(main.names());
        int asked = hub.requests().size();
        assertThat(facts(tree)).isEqualTo(facts);
        assertThat(hub.requests()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quants", "nemo", "ggml", "comfy"})
    void nothingIsReadWhereNamesLeaveNoDoubt(String layout) {
        RepoTree tree = tree(PublishedRepos.repo("published/" + layout, layout));
        int asked = hub.requests().size();

        assertThat(facts(tree)).isEqualTo(WeightFacts.NONE);
        assertThat(hub.requests()).hasSize(asked);
    }

    @Test
    void whatCannotBeReadIsLeftOutAndAskedForTheNextTime() {
        RepoTree tree = tree(PublishedRepos.repo("published/flux", "flux"));
        hub.faults().add(Fault.of(Fault.Kind.STATUS, "model_index.json", 503));

        WeightFacts without = facts(tree);
        hub.faults().clear();

        assertThat(without.parts()).isEmpty();
        assertThat(without.indexes()).hasSize(2);
        assertThat(facts(tree).parts()).containsKey("");
    }

    @Test
    void filesThatAreNoIndexesAreNotReadAgain() {
        RepoTree tree = tree(StandInRepo.model("acme/garbage")
                .file("model.safetensors.index.json", "this is none")
                .file("model_index.json", "neither")
                .file("model.safetensors", Content.generated(1, 60_000))
                .file("copy/model.safetensors", Content.generated(2, 60_000)));

        WeightFacts facts = facts(tree);

        int asked = hub.requests().size();
        assertThat(facts).isEqualTo(WeightFacts.NONE).isEqualTo(facts(tree));
        assertThat(hub.requests()).hasSize(asked);
    }

    @Test
    void aRepoFullOfIndexesCostsFewRequests() {
        RepoBuilder repo = StandInRepo.model("acme/indexes").file("model.safetensors", Content.generated(1, 60_000));
        for (int i = 0; i < 500; i++) {
            repo.file(
                            "part" + i + "/model.safetensors.index.json",
                            "{\"weight_map\": {\"a\": \"x" + i + ".safetensors\"}}")
                    .file("part" + i + "/model.safetensors", SafetensorsFiles.file("a" + i, i, 4_000));
        }
        RepoTree tree = tree(repo);
        int asked = hub.requests().size();

        assertThat(facts(tree).indexes()).hasSizeBetween(1, 24);
        assertThat(hub.requests().size() - asked).isLessThan(200);
    }

    /** Names that tell nothing; as many numbers in three types, and once more under other names. */
    @Test
    void copiesUnderNamesThatNoListKnowsComeOnce() {
        RepoTree tree = tree(StandInRepo.model("acme/copies")
                .file("config.json", "{}")
                .file("rose.safetensors", SafetensorsFiles.file("a.weight", "F32", 4, 1, 80_000))
                .file("lily.safetensors", SafetensorsFiles.file("a.weight", "F16", 2, 2, 40_000))
                .file("iris.safetensors", SafetensorsFiles.file("a.weight", "F8_E4M3", 1, 3, 20_000))
                .file("other.safetensors", SafetensorsFiles.file("z.weight", "F16", 2, 4, 30_000))
                .file("hf/config.json", "{}")
                .file("hf/model.safetensors", SafetensorsFiles.file("t.weight", "F16", 2, 5, 90_000))
                .file("garden/all.safetensors", SafetensorsFiles.file("tok.weight", "F16", 2, 6, 90_000)));

        assertThat(usual(tree))
                .containsExactlyInAnyOrder(
                        "lily.safetensors",
                        "other.safetensors",
                        "hf/model.safetensors",
                        "config.json",
                        "hf/config.json");
        assertThat(Variants.of(tree, facts(tree)).labels()).contains("rose", "lily", "iris", "hf", "all");
    }

    /** A mirror that has no ranges, or answers nothing of use: what names tell must do, and nothing fails. */
    @Test
    void withoutHeadersNothingIsTakenForACopyThatNamesDoNotTell() {
        RepoTree tree = tree(StandInRepo.model("acme/unread")
                .file("rose.safetensors", SafetensorsFiles.file("a.weight", "F32", 4, 1, 80_000))
                .file("lily.safetensors", SafetensorsFiles.file("a.weight", "F16", 2, 2, 40_000))
                .file("epoch_1/model.safetensors", SafetensorsFiles.file("t.weight", 5, 90_000))
                .file("epoch_2/model.safetensors", SafetensorsFiles.file("t.weight", 6, 90_000)));
        hub.faults().add(Fault.of(Fault.Kind.STATUS, "lily.safetensors", 403));

        assertThat(usual(tree))
                .containsExactlyInAnyOrder("rose.safetensors", "lily.safetensors", "epoch_2/model.safetensors");
        hub.faults().clear();
        assertThat(usual(tree)).containsExactlyInAnyOrder("lily.safetensors", "epoch_2/model.safetensors");
    }

    @Test
    void aCollectionOfManyIsNotReadToTellWhetherTheyAreCopies() {
        RepoBuilder repo = StandInRepo.model("acme/collection");
        for (int i = 0; i < 300; i++) {
            repo.file(
                    "style-" + (char) ('a' + i % 26) + i / 26 + "x.safetensors",
                    SafetensorsFiles.file("a.weight", i, 4_000));
        }
        RepoTree tree = tree(repo);
        int asked = hub.requests().size();

        assertThat(usual(tree)).hasSize(300);
        assertThat(hub.requests()).hasSize(asked);
    }

    private List<String> usual(RepoTree tree) {
        return Selection.all().select(tree, facts(tree)).stream()
                .map(RepoFile::path)
                .toList();
    }

    private RepoTree tree(RepoBuilder repo) {
        StandInRepo added = hub.add(repo);
        RepoId id = RepoId.model(repo.id());
        return client.tree(id, added.main().id()).await().atMost(PATIENCE);
    }

    private WeightFacts facts(RepoTree tree) {
        return lookup.lookUp(tree).await().atMost(PATIENCE);
    }
}
