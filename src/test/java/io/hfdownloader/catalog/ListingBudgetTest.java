package io.hfdownloader.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.hfdownloader.catalog.ListingBudget.Permit;
import io.hfdownloader.hub.FileTable;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubClients;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Large repositories share one memory, whoever asks for them: each has its turn, or is told why not. */
@Tag("http")
class ListingBudgetTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGE = 4_000;

    private static HubStandIn hub;
    private static Vertx vertx;
    private static HubClient client;

    private final List<Permit> permits = new ArrayList<>();

    @BeforeAll
    static void start() {
        hub = HubStandIn.start();
        Content text = Content.of("x");
        hub.add(StandInRepo.model("acme/large").edit(draft -> {
            for (int i = 0; i < LARGE; i++) {
                draft.file("part-%d/%d.txt".formatted(i / 100, i), text);
            }
        }));
        hub.add(StandInRepo.model("acme/small").file("a.txt", text));
        vertx = Vertx.vertx();
        client = HubClients.of(vertx, hub.endpoint(), null);
    }

    @AfterAll
    static void stop() {
        hub.close();
        var closing = vertx.close();
        assertThat(closing).isNotNull();
    }

    @AfterEach
    void close() {
        hub.clear();
        permits.forEach(Permit::close);
    }

    @Test
    void whoComesNextHasItsTurnWhenTheOneBeforeIsDone() {
        ListingBudget budget = budget(2 * LARGE + 100, 10, TIMEOUT);
        UniAssertSubscriber<RepoInfo> first = ask(budget, "acme/large");
        UniAssertSubscriber<RepoInfo> second = ask(budget, "acme/large");
        UniAssertSubscriber<RepoInfo> third = ask(budget, "acme/large");
        UniAssertSubscriber<RepoInfo> fourth = ask(budget, "acme/large");
        first.awaitItem(TIMEOUT);
        second.awaitItem(TIMEOUT);
        third.assertNotTerminated();
        assertThat(budget.taken()).isEqualTo(2 * LARGE);
        assertThat(budget.isAwaited()).isTrue();

        permits.get(1).close();
        third.awaitItem(TIMEOUT);
        fourth.assertNotTerminated();
        assertThat(budget.taken()).isEqualTo(2 * LARGE);

        permits.get(0).close();
        fourth.awaitItem(TIMEOUT);
        assertThat(budget.isAwaited()).isFalse();
        permits.get(2).close();
        permits.get(3).close();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void anOrdinaryRepositoryDoesNotWaitForLargeOnes() {
        ListingBudget budget = budget(LARGE, 10, TIMEOUT);
        ask(budget, "acme/large").awaitItem(TIMEOUT);
        ask(budget, "acme/large").assertNotTerminated();
        ask(budget, "acme/small").awaitItem(TIMEOUT);
    }

    @Test
    void whoStopsWaitingIsForgottenAndWhoClosesTwiceGivesBackOnce() {
        ListingBudget budget = budget(LARGE, 10, TIMEOUT);
        ask(budget, "acme/large").awaitItem(TIMEOUT);
        UniAssertSubscriber<RepoInfo> gone = ask(budget, "acme/large");
        UniAssertSubscriber<RepoInfo> next = ask(budget, "acme/large");
        gone.cancel();
        permits.get(0).close();
        permits.get(0).close();
        next.awaitItem(TIMEOUT);
        assertThat(budget.taken()).isEqualTo(LARGE);
    }

    @Test
    void whoWaitsTooLongIsToldWhatToDo() {
        ListingBudget budget = budget(LARGE, 10, Duration.ofMillis(50));
        ask(budget, "acme/large").awaitItem(TIMEOUT);
        assertRefused(ask(budget, "acme/large"), "4,000 files of acme/large", "Try again in a minute", "-Xmx");
        permits.get(0).close();
        assertThat(budget.taken()).isZero();
        ask(budget, "acme/large").awaitItem(TIMEOUT);
    }

    @Test
    void theQueueHasAnEnd() {
        ListingBudget budget = budget(LARGE, 1, TIMEOUT);
        ask(budget, "acme/large").awaitItem(TIMEOUT);
        ask(budget, "acme/large").assertNotTerminated();
        assertRefused(ask(budget, "acme/large"), "Try again in a minute");
    }

    @Test
    void whatNeverFitsIsRefusedAtOnce() {
        ListingBudget budget = new ListingBudget(client, 3_500, LARGE - 1, 10, TIMEOUT);
        assertRefused(ask(budget, "acme/large"), "has 4,000 files", "room for 3,999", "-Xmx");
    }

    @Test
    void oneThatNeedsAllOfTheMemoryHasItForItself() {
        ListingBudget budget = new ListingBudget(client, LARGE - 1, LARGE, 10, TIMEOUT);
        ask(budget, "acme/large").awaitItem(TIMEOUT);
        assertThat(budget.taken()).isEqualTo(LARGE - 1);
        ask(budget, "acme/large").assertNotTerminated();
    }

    @Test
    void aRepositoryWhoseFilesAreNotNamedCountsForAnEighth() {
        hub.faults().add(Fault.of(Fault.Kind.NO_SIBLINGS, "acme/unnamed", 0));
        hub.add(StandInRepo.model("acme/unnamed").file("a.txt", Content.of("x")));
        ListingBudget budget = budget(80_000, 10, TIMEOUT);
        ask(budget, "acme/unnamed").awaitItem(TIMEOUT);
        assertThat(budget.taken()).isEqualTo(10_000);
    }

    @Test
    void aSmallMemoryHasRoomForThreeHundredThousandFiles() {
        assertThat(FileTable.filesIn(124L << 20, ListingBudget.MIN_FILE_BYTES)).isBetween(300_000, 320_000);
        assertThat(FileTable.filesIn(0, 420)).isPositive();
        assertThat(FileTable.filesIn(Long.MAX_VALUE, 420)).isPositive();
    }

    @Test
    void filesCountAsTheyWereListedAndNotAsTheyWereNamed() {
        hub.faults().add(Fault.of(Fault.Kind.NO_SIBLINGS, "acme/unnamed", 0));
        hub.add(StandInRepo.model("acme/unnamed").file("a.txt", Content.of("x")));
        ListingBudget budget = budget(80_000, 10, TIMEOUT);
        ask(budget, "acme/unnamed").awaitItem(TIMEOUT);
        listed(budget, 0, 11_000).awaitItem(TIMEOUT);
        assertThat(budget.taken()).as("more than was thought").isEqualTo(11_000);
        listed(budget, 0, 4_000).awaitItem(TIMEOUT);
        assertThat(budget.taken()).as("fewer").isEqualTo(4_000);
        listed(budget, 0, 1).awaitItem(TIMEOUT);
        assertThat(budget.taken()).as("an ordinary repository").isZero();
        assertRefused(listed(budget, 0, 160_001), "has 160,001 files", "room for 160,000");
    }

    @Test
    void whatWasListedHasItsTurnBeforeThoseWhoHaveNothingAndAlone() {
        ListingBudget budget = budget(LARGE, 10, TIMEOUT);
        ask(budget, "acme/large").awaitItem(TIMEOUT);
        UniAssertSubscriber<RepoInfo> named = ask(budget, "acme/large");
        ask(budget, "acme/small").awaitItem(TIMEOUT);
        UniAssertSubscriber<RepoTree> listed = listed(budget, 2, LARGE);
        ask(budget, "acme/small").awaitItem(TIMEOUT);
        assertRefused(listed(budget, 3, LARGE), "Try again in a minute");
        listed.assertNotTerminated();

        permits.get(0).close();
        listed.awaitItem(TIMEOUT);
        named.assertNotTerminated();
        permits.get(2).close();
        named.awaitItem(TIMEOUT);
    }

    @Test
    void longPathsCountForMoreFiles() {
        hub.add(StandInRepo.model("acme/long").edit(draft -> {
            for (int i = 0; i < LARGE; i++) {
                draft.file(
                        "a".repeat(100) + "/" + "b".repeat(100) + "/" + "c".repeat(100) + "/%04d.txt".formatted(i),
                        "x");
            }
        }));
        ListingBudget budget = budget(4 * LARGE, 10, TIMEOUT);
        ask(budget, "acme/long").awaitItem(TIMEOUT);
        assertThat(budget.taken()).isBetween(2 * LARGE, 3 * LARGE);
    }

    @Test
    void theRefusalOfLongPathsNamesTheirLength() {
        hub.add(StandInRepo.model("acme/longer").edit(draft -> {
            for (int i = 0; i < LARGE; i++) {
                draft.file(("a".repeat(250) + "/").repeat(4) + "%04d.txt".formatted(i), "x");
            }
        }));
        ListingBudget budget = new ListingBudget(client, LARGE, 2 * LARGE, 10, TIMEOUT);
        assertRefused(
                ask(budget, "acme/longer"), "has 4,000 files whose paths are so long", "of 22,", "room for 8,000");
    }

    @Test
    void aRepositoryWithAnEmptyListOfNamesCountsForAnEighth() {
        hub.add(StandInRepo.model("acme/none-named").file("a.txt", Content.of("x")));
        hub.faults().add(Fault.of(Fault.Kind.FEWER_SIBLINGS, "acme/none-named", 0));
        ListingBudget budget = budget(80_000, 10, TIMEOUT);
        ask(budget, "acme/none-named").awaitItem(TIMEOUT);
        assertThat(budget.taken()).isEqualTo(10_000);
    }

    private static ListingBudget budget(int files, int maxWaiting, Duration patience) {
        return new ListingBudget(client, files, 2 * files, maxWaiting, patience);
    }

    private UniAssertSubscriber<RepoInfo> ask(ListingBudget budget, String repo) {
        RepoInfo info = client.info(RepoId.model(repo), "main").await().atMost(TIMEOUT);
        Permit permit = budget.permit();
        permits.add(permit);
        return permit.room(info).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private UniAssertSubscriber<RepoTree> listed(ListingBudget budget, int permit, int files) {
        String hash = "0123456789abcdef0123456789abcdef01234567";
        List<RepoFile> listed = IntStream.range(0, files)
                .mapToObj(row -> new RepoFile("a/" + row, 1, hash, hash, null))
                .toList();
        return permits.get(permit)
                .room(new RepoTree(RepoId.model("acme/listed"), hash, listed))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private static void assertRefused(UniAssertSubscriber<?> asked, String... words) {
        Throwable failure = asked.awaitFailure(TIMEOUT).getFailure();
        assertThat(failure).isInstanceOf(ProblemException.class).hasMessageContainingAll(words);
        assertThat(((ProblemException) failure).problem().slug()).isEqualTo("too-many-files");
        assertThat(((ProblemException) failure).problem().status()).isEqualTo(503);
    }
}
