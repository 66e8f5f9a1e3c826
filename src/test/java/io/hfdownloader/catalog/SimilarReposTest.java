package io.hfdownloader.catalog;

import java.time.Duration;
import java.util.List;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What may have been meant by a name that the Hub does not have. */
@Tag("http")
class SimilarReposTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static Vertx vertx;
    private static HubStandIn hub;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        hub = HubStandIn.start();
        for (String id : List.of(
                "acme/quants-GGUF",
                "other/quants-GGUF",
                "acme/quants-large-GGUF",
                "acme/unlike",
                "openai-community/gpt2")) {
            hub.add(StandInRepo.model(id).file("a.txt", "a"));
        }
        hub.add(StandInRepo.model("acme/secret-model").privately().file("a.txt", "a"));
        hub.add(StandInRepo.model("acme/gated-model").gated().file("a.txt", "a"));
        hub.add(StandInRepo.dataset("acme/quants-data").file("a.txt", "a"));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        hub.close();
    }

    @AfterEach
    void clear() {
        hub.clear();
    }

    @Test
    void theSameNameOfAnotherOwnerComesFirst() {
        assertThat(suggestions("acmee/quants-GGUF"))
                .startsWith("acme/quants-GGUF", "other/quants-GGUF")
                .doesNotContain("acme/unlike");
    }

    @ParameterizedTest
    @CsvSource({
        "acme/quants-GUFF, acme/quants-GGUF",
        "acme/qaunts-GGUF, acme/quants-GGUF",
        "nobody/quants-GUF, acme/quants-GGUF",
        "gpt2, openai-community/gpt2"
    })
    void aNameWithASlipLeadsToTheRightOne(String typed, String meant) {
        assertThat(suggestions(typed)).contains(meant).hasSizeLessThanOrEqualTo(SimilarRepos.MAX_SUGGESTIONS);
    }

    @Test
    void nothingIsSuggestedForWhatIsLikeNothing() {
        assertThat(suggestions("nobody/none-such")).isEmpty();
        assertThat(suggestions("none")).isEmpty();
    }

    @Test
    void datasetsAreNotTakenForModels() {
        assertThat(suggestions(RepoId.parse(RepoType.DATASET, "acmee/quants-data"), null))
                .containsExactly("acme/quants-data");
    }

    @Test
    void whatIsPrivateIsSuggestedOnlyToThoseWhoMaySeeIt() {
        assertThat(suggestions("acmee/secret-model")).isEmpty();
        assertThat(suggestions(RepoId.model("acmee/secret-model"), HubStandIn.STAND_IN_TOKEN))
                .containsExactly("acme/secret-model");
    }

    @Test
    void onlyAMissingRepoHasSuggestions() {
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        HubException refused = failure(client, RepoId.model("acme/quants-GGUF"), "none");

        assertThat(refused.kind()).isEqualTo(HubException.Kind.REVISION_NOT_FOUND);
        assertThat(refused.suggestions()).isEmpty();
        assertThat(hub.requests()).noneMatch(request -> request.uri().contains("search="));
    }

    @ParameterizedTest
    @CsvSource({"STATUS, 503", "CLOSE, 0", "CAPTIVE_PORTAL, 0", "HANG, 0"})
    void aSearchThatFailsOrHangsTakesNothingFromTheRefusal(Fault.Kind kind, long amount) {
        hub.faults().add(Fault.of(kind, "search=", amount));

        HubException refused =
                failure(HubClients.of(vertx, hub.endpoint(), null), RepoId.model("acmee/quants-GGUF"), "main");

        assertThat(refused.kind()).isEqualTo(HubException.Kind.REPO_NOT_FOUND);
        assertThat(refused.detail()).contains("acmee/quants-GGUF");
        assertThat(refused.suggestions()).isEmpty();
    }

    @Test
    void theSameNameIsLookedForOnce() {
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        SimilarRepos similar = new SimilarRepos(client);
        RepoId typed = RepoId.model("acmee/quants-GGUF");

        for (int i = 0; i < 3; i++) {
            assertThat(suggestions(similar, client, typed, "main")).contains("acme/quants-GGUF");
        }

        assertThat(hub.requests())
                .filteredOn(request -> request.uri().contains("search="))
                .hasSize(1);
    }

    private static List<String> suggestions(String typed) {
        return suggestions(RepoId.model(typed), null);
    }

    private static List<String> suggestions(RepoId typed, @Nullable String token) {
        HubException refused = failure(HubClients.of(vertx, hub.endpoint(), token), typed, "main");
        assertThat(refused.kind()).isEqualTo(HubException.Kind.REPO_NOT_FOUND);
        return refused.suggestions();
    }

    private static HubException failure(HubClient client, RepoId typed, String revision) {
        return failure(new SimilarRepos(client), client, typed, revision);
    }

    private static List<String> suggestions(SimilarRepos similar, HubClient client, RepoId typed, String revision) {
        return failure(similar, client, typed, revision).suggestions();
    }

    private static HubException failure(SimilarRepos similar, HubClient client, RepoId typed, String revision) {
        return catchThrowableOfType(
                HubException.class,
                () -> similar.suggestedFor(typed, client.info(typed, revision))
                        .await()
                        .atMost(TIMEOUT));
    }
}
