package io.hfdownloader.hub;

import java.time.Duration;
import java.util.List;

import io.hfdownloader.hub.HubException.Kind;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A listing is whole or it is not believed, whatever mirrors and proxies make of it. */
@Tag("http")
class TreeListingTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String REPO = "acme/thirty-two";
    private static final int FILES = 32;

    private static HubStandIn hub;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        hub = HubStandIn.start();
        RepoBuilder repo = StandInRepo.model(REPO);
        for (int i = 0; i < FILES; i++) {
            repo.file(String.format("%02d.txt", i), Content.generated(i, 10));
        }
        hub.add(repo);
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
    void whereTheLinkHeaderIsTakenAwayTheFirstPageIsNotTakenForTheWhole() {
        fault(Fault.Kind.SMALL_PAGES, 10);
        fault(Fault.Kind.NO_NEXT_LINK, 0);
        HubException refused = refusal();
        assertThat(refused.problem().slug()).isEqualTo("listing-incomplete");
        assertThat(refused.getMessage())
                .contains("10 files came", "32", REPO, "proxy", "mirror", "Link header", hub.endpoint());
    }

    @Test
    void aPageThatIsCutIsNotTakenForTheWhole() {
        fault(Fault.Kind.CUT_LISTING, 31);
        assertThat(refusal().getMessage()).contains("31 files came");
    }

    @Test
    void withoutASecondListAPageWithoutALinkIsDoubtedWhereNoLinksArrive() {
        fault(Fault.Kind.NO_SIBLINGS, 0);
        fault(Fault.Kind.NO_NEXT_LINK, 0);
        fault(Fault.Kind.SMALL_PAGES, 10);
        assertThat(refusal().getMessage()).contains("no page of it names the next one");
    }

    /** Where neither can be seen whether links arrive, only the length of a page tells. */
    @ParameterizedTest
    @CsvSource({"32, false", "50, true", "100, true", "1000, true"})
    void aFullPageWithoutALinkIsDoubted(int length, boolean doubted) {
        String repo = "acme/many-" + length;
        RepoBuilder many = StandInRepo.model(repo);
        for (int i = 0; i < length; i++) {
            many.file(i + ".txt", "x");
        }
        hub.add(many);
        for (Fault.Kind kind : List.of(Fault.Kind.NO_SIBLINGS, Fault.Kind.NO_NEXT_LINK, Fault.Kind.IGNORE_LIMIT)) {
            hub.faults().add(Fault.of(kind, repo, 0));
        }
        if (doubted) {
            assertThat(refusal(repo).getMessage()).contains("no page of it names the next one");
        } else {
            assertThat(tree(repo).files()).hasSize(length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aLinkToTheNextPageThatCannotBeReadIsAnErrorThatSaysSo(int way) {
        fault(Fault.Kind.SMALL_PAGES, 10);
        fault(Fault.Kind.BAD_NEXT_LINK, way);
        assertThat(refusal().getMessage()).contains("the link to the next page of its listing cannot be used");
        fault(Fault.Kind.NO_SIBLINGS, 0);
        assertThat(refusal().getMessage()).contains("the link to the next page of its listing cannot be used");
    }

    @ParameterizedTest
    @CsvSource({"SAME_PAGE, lead back", "EMPTY_PAGES, brings nothing new"})
    void pagesThatLeadNowhereAreAnError(Fault.Kind kind, String words) {
        fault(Fault.Kind.SMALL_PAGES, 10);
        fault(kind, 0);
        assertThat(refusal().getMessage()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_SIBLINGS", "FEWER_SIBLINGS"})
    void whatNamesFewerFilesThanTheListingDoesNotSpeakAgainstIt(Fault.Kind kind) {
        fault(Fault.Kind.SMALL_PAGES, 10);
        fault(kind, 5);
        assertThat(tree(REPO).files()).hasSize(FILES);
        fault(Fault.Kind.NO_NEXT_LINK, 0);
        assertThat(refusal().kind()).isEqualTo(Kind.LISTING_INCOMPLETE);
    }

    /** Of large repos the Hub names a part only, or none. */
    @ParameterizedTest
    @ValueSource(ints = {1_500, 1, 0})
    void aLargeRepositoryOfWhichFewFilesAreNamedIsListed(int named) {
        addMany();
        hub.faults().add(Fault.of(Fault.Kind.FEWER_SIBLINGS, "acme/five-thousand", named));
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        RepoInfo info =
                client.info(RepoId.model("acme/five-thousand"), "main").await().atMost(TIMEOUT);
        assertThat(client.namedFiles(info.repo(), info.commit())).hasValue(named);
        assertThat(client.tree(info.repo(), info.commit())
                        .await()
                        .atMost(TIMEOUT)
                        .files())
                .hasSize(5_000);
    }

    @Test
    void aListingThatDoesNotFitIntoTheMemoryIsRefusedAndLeavesRoomForTheNext() {
        addMany();
        HubClient client = HubClients.ofMemory(vertx, hub.endpoint(), 4_999);
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> client.tree(
                                    RepoId.model("acme/five-thousand"),
                                    hub.model("acme/five-thousand").main().id())
                            .await()
                            .atMost(TIMEOUT))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refused -> assertThat(refused.problem().slug()).isEqualTo("too-many-files"))
                    .hasMessageContainingAll("acme/five-thousand", "4,999", "-Xmx");
        }
        assertThat(client.tree(RepoId.model(REPO), hub.model(REPO).main().id())
                        .await()
                        .atMost(TIMEOUT)
                        .files())
                .hasSize(FILES);
        assertThat(HubClient.maxFiles(124L << 20)).isBetween(300_000, 320_000);
        assertThat(HubClient.maxFiles(0)).isPositive();
    }

    private static void addMany() {
        Content text = Content.of("x");
        hub.add(StandInRepo.model("acme/five-thousand").edit(draft -> {
            for (int i = 0; i < 5_000; i++) {
                draft.file("part-%d/%d.txt".formatted(i / 100, i), text);
            }
        }));
    }

    @Test
    void aWholeListingCostsOneRequestMoreAtMost() {
        HubClient client = HubClients.of(vertx, hub.endpoint(), null);
        String commit =
                client.info(RepoId.model(REPO), "main").await().atMost(TIMEOUT).commit();
        client.tree(RepoId.model(REPO), commit).await().atMost(TIMEOUT);
        assertThat(hub.requests()).hasSize(2);
        assertThat(client.siblings(RepoId.model(REPO), commit)
                        .await()
                        .atMost(TIMEOUT)
                        .orElseThrow()
                        .size())
                .isEqualTo(FILES);
        assertThat(hub.requests()).hasSize(2);
    }

    private static void fault(Fault.Kind kind, long amount) {
        hub.faults().add(Fault.of(kind, REPO, amount));
    }

    private static RepoTree tree(String repo) {
        return HubClients.of(vertx, hub.endpoint(), null)
                .tree(RepoId.model(repo), hub.model(repo).main().id())
                .await()
                .atMost(TIMEOUT);
    }

    private static HubException refusal() {
        return refusal(REPO);
    }

    private static HubException refusal(String repo) {
        HubException refused = catchThrowableOfType(HubException.class, () -> tree(repo));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(Kind.LISTING_INCOMPLETE);
        return refused;
    }
}
