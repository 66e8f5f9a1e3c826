package io.hfdownloader.hub;

import java.time.Duration;
import java.util.List;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which trees are asked of the Hub, counted there. */
@Tag("http")
class TreeCacheTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final RepoId ONE = RepoId.model("trees/one");
    private static final RepoId OTHER = RepoId.model("trees/other");

    private final HubStandIn hub = HubStandIn.startWithSamples();
    private final Vertx vertx = Vertx.vertx();
    private final HubClient client = HubClients.of(vertx, hub.endpoint(), null);

    @BeforeEach
    void addRepos() {
        for (RepoId repo : List.of(ONE, OTHER)) {
            hub.add(StandInRepo.model(repo.id())
                    .file("a.txt", Content.generated(1, 10))
                    .file("b.txt", Content.generated(2, 10)));
        }
    }

    @AfterEach
    void stop() {
        hub.close();
        var closing = vertx.close();
        assertThat(closing).isNotNull();
    }

    @Test
    void aCommitIsAskedForOnce() {
        RepoTree first = await(client.tree(ONE, commit(ONE)));

        assertThat(await(client.tree(ONE, commit(ONE)))).isEqualTo(first);
        assertThat(first.files()).hasSize(2);
        assertThat(treeRequests(ONE)).isEqualTo(1);
    }

    @Test
    void aBranchIsAskedForEachTime() {
        await(client.tree(ONE, "main"));
        await(client.tree(ONE, "main"));

        assertThat(treeRequests(ONE)).isEqualTo(2);
    }

    @Test
    void thoseWhoAskAtTheSameTimeShareOneRequest() {
        Uni<RepoTree> asked = client.tree(ONE, commit(ONE));
        List<RepoTree> trees = await(Uni.join()
                .all(List.of(asked, client.tree(ONE, commit(ONE)), client.tree(ONE, commit(ONE))))
                .andFailFast());

        assertThat(trees).hasSize(3).containsOnly(trees.get(0));
        assertThat(treeRequests(ONE)).isEqualTo(1);
    }

    @Test
    void aFailureIsNotKept() {
        hub.faults().add(Fault.status("/tree/", 403));
        assertThatThrownBy(() -> await(client.tree(ONE, commit(ONE)))).isInstanceOf(HubException.class);
        hub.faults().clear();

        assertThat(await(client.tree(ONE, commit(ONE))).files()).hasSize(2);
    }

    private String commit(RepoId repo) {
        return hub.model(repo.id()).main().id();
    }

    private int treeRequests(RepoId repo) {
        return (int) hub.requests().stream()
                .filter(request -> request.uri().contains(repo.id() + "/tree/"))
                .count();
    }

    private static <T> T await(Uni<T> asked) {
        return asked.await().atMost(TIMEOUT);
    }
}
