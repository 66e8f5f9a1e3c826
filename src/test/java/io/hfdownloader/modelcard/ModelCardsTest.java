package io.hfdownloader.modelcard;

import java.io.IOException;
import java.time.Duration;

import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.modelcard.ModelCard.Extent;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.MirrorStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Cards as they come from a Hub. */
@Tag("http")
class ModelCardsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static HubStandIn hub;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        hub = HubStandIn.start();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        hub.close();
        var closing = vertx.close();
        assertThat(closing).isNotNull();
    }

    @AfterEach
    void clear() {
        hub.clear();
    }

    @Test
    void aCardIsThatOfTheCommitWithItsLinksToTheHubsPages() {
        StandInRepo repo = hub.add(StandInRepo.dataset("acme/words")
                .file("README.md", "---\nlanguage: en\n---\nfirst [more](MORE.md)")
                .commit("second")
                .file("README.md", "second"));
        ModelCards cards = cards(hub.endpoint());
        String first = repo.commits().get(0).id();

        ModelCard card = card(cards, RepoId.parse(RepoType.DATASET, "acme/words"), first.substring(0, 9));

        String folder = hub.endpoint() + "/datasets/acme/words/blob/" + first + "/";
        assertThat(card.extent()).isEqualTo(Extent.WHOLE);
        assertThat(card.language()).isEqualTo("en");
        assertThat(card.address()).isEqualTo(folder + "README.md");
        CardDom dom = CardDom.of(card.html()).assertHarmless();
        assertThat(dom.text()).isEqualTo("first more");
        assertThat(dom.addresses()).containsExactly(folder + "MORE.md");
        assertThat(text(card(cards, RepoId.parse(RepoType.DATASET, "acme/words"), "main")))
                .isEqualTo("second");
    }

    @Test
    void aRepoIsFoundUnderItsOldNameAndBelowThePathOfAMirror() throws IOException {
        hub.add(StandInRepo.model("acme/renamed").file("README.md", "a [b](c)").renamedFrom("acme/before"));
        try (MirrorStandIn mirror = MirrorStandIn.of(hub, "/hf")) {
            ModelCard card = card(cards(mirror.endpoint()), RepoId.model("acme/before"), "main");

            assertThat(CardDom.of(card.html()).addresses())
                    .containsExactly(mirror.endpoint() + "/acme/renamed/blob/"
                            + hub.model("acme/renamed").main().id() + "/c");
        }
    }

    @Test
    void aCommitIsReadOnceAndWhoMaySeeItIsAskedEachTime() {
        StandInRepo repo = hub.add(StandInRepo.model("acme/twice").file("README.md", "a"));
        ModelCards cards = cards(hub.endpoint());

        assertThat(text(card(cards, RepoId.model("acme/twice"), "main"))).isEqualTo("a");
        assertThat(text(card(cards, RepoId.model("acme/twice"), "main"))).isEqualTo("a");
        assertThat(hub.requests().stream().filter(request -> request.uri().startsWith("/acme/twice/resolve/")))
                .hasSize(1);

        hub.remove(repo);
        assertThat(failure(cards, "acme/twice").kind()).isEqualTo(HubException.Kind.REPO_NOT_FOUND);
    }

    @Test
    void aLongOneIsCutAndNoMoreOfItIsFetched() {
        String line = "All work and no play.\n";
        hub.add(StandInRepo.model("acme/long")
                .file("README.md", line.repeat(2 * ModelCards.MAX_BYTES / line.length())));

        ModelCard card = card(cards(hub.endpoint()), RepoId.model("acme/long"), "main");

        assertThat(card.extent()).isEqualTo(Extent.BEGINNING);
        assertThat(text(card))
                .hasSizeBetween(ModelCards.MAX_BYTES - 2 * line.length(), ModelCards.MAX_BYTES)
                .endsWith("play.");
        assertThat(hub.bytesSent("acme/long")).isLessThan(ModelCards.MAX_BYTES + 10_000);
    }

    @Test
    void aRepoWithoutAReadmeHasNoCard() {
        hub.add(StandInRepo.model("acme/bare").file("config.json", "{}"));
        hub.add(StandInRepo.model("acme/facts").file("README.md", "---\nlicense: mit\n---\n"));
        hub.add(StandInRepo.model("acme/empty").file("README.md", ""));
        hub.add(StandInRepo.model("acme/gated-empty").gated().file("config.json", "{}"));
        ModelCards cards = cards(hub.endpoint());

        for (String id : new String[] {"acme/bare", "acme/facts", "acme/empty", "acme/gated-empty"}) {
            ModelCard card = card(cards, RepoId.model(id), "main");
            assertThat(card.extent()).as(id).isEqualTo(Extent.NONE);
            assertThat(card.html()).isEmpty();
        }
    }

    @Test
    void whereNoFilesAreNamedTheReadmeIsAskedFor() {
        hub.faults().add(Fault.of(Fault.Kind.NO_SIBLINGS, "/api/models", 0));
        hub.add(StandInRepo.model("acme/unnamed").file("config.json", "{}"));
        hub.add(StandInRepo.model("acme/told").file("README.md", "a"));

        assertThat(card(cards(hub.endpoint()), RepoId.model("acme/unnamed"), "main")
                        .extent())
                .isEqualTo(Extent.NONE);
        assertThat(text(card(cards(hub.endpoint()), RepoId.model("acme/told"), "main")))
                .isEqualTo("a");
    }

    @Test
    void whatTheHubRefusesIsAFailure() {
        hub.add(StandInRepo.model("acme/gated").gated().file("README.md", "a"));
        hub.add(StandInRepo.model("acme/taken-down").disabled().file("README.md", "a"));
        hub.add(StandInRepo.model("acme/away").file("README.md", "a"));
        hub.add(StandInRepo.model("acme/lost").file("README.md", "a"));
        hub.faults().add(Fault.status("acme/away/resolve", 503));
        hub.faults().add(Fault.status("acme/lost/resolve", 404));
        ModelCards cards = cards(hub.endpoint());

        assertThat(failure(cards, "acme/gated").kind()).isEqualTo(HubException.Kind.GATED);
        assertThat(failure(cards, "acme/taken-down").kind()).isEqualTo(HubException.Kind.DISABLED);
        assertThat(failure(cards, "acme/away").kind()).isEqualTo(HubException.Kind.UNAVAILABLE);
        assertThat(failure(cards, "acme/lost").kind()).isEqualTo(HubException.Kind.MIRROR_INCONSISTENT);

        hub.faults().clear();
        assertThat(text(card(cards, RepoId.model("acme/away"), "main"))).isEqualTo("a");
    }

    @Test
    void whatIsNoTextIsShownAsFarAsItIs() {
        hub.add(StandInRepo.model("acme/noise").file("README.md", Content.generated(7, 100_000)));

        ModelCard card = card(cards(hub.endpoint()), RepoId.model("acme/noise"), "main");

        CardDom dom = CardDom.of(card.html()).assertHarmless();
        assertThat(dom.text()).isNotBlank();
    }

    private static ModelCards cards(String endpoint) {
        return new ModelCards(HubClients.of(vertx, endpoint, null));
    }

    private static ModelCard card(ModelCards cards, RepoId repo, String revision) {
        return await(cards.lookUp(repo, revision, (media, name) -> "[" + name + "]"));
    }

    private static HubException failure(ModelCards cards, String id) {
        return catchThrowableOfType(HubException.class, () -> card(cards, RepoId.model(id), "main"));
    }

    private static String text(ModelCard card) {
        return CardDom.of(card.html()).assertHarmless().text();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TIMEOUT);
    }
}
