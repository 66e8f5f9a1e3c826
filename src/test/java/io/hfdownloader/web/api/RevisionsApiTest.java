package io.hfdownloader.web.api;

import java.util.List;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What can be given for a revision. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class RevisionsApiTest {

    private static final String REVISIONS = "/api/v1/revisions";

    HubStandIn hub;

    @AfterEach
    void clear() {
        hub.clear();
    }

    @Test
    void branchesTagsPullRequestsAndCommitsAreTold() {
        List<Commit> commits = hub.add(StandInRepo.model("acme/history")
                        .file("a.txt", "1")
                        .commit("Say two")
                        .file("a.txt", "2")
                        .tagAt("v1", 0)
                        .refAt("refs/pr/3", 1)
                        .refAt("refs/convert/parquet", 0))
                .commits();

        Json found = get(REVISIONS + "/models/acme/history");

        assertThat(found.<String>getList("branches.name")).containsExactly("main");
        assertThat(found.getString("branches[0].commit"))
                .isEqualTo(commits.get(1).id());
        assertThat(found.<String>getList("tags.name")).containsExactly("v1");
        assertThat(found.getString("tags[0].commit")).isEqualTo(commits.get(0).id());
        assertThat(found.<String>getList("pullRequests.name")).containsExactly("refs/pr/3");
        assertThat(found.<String>getList("converts.name")).containsExactly("refs/convert/parquet");
        assertThat(found.<String>getList("commits.commit"))
                .containsExactly(commits.get(1).id(), commits.get(0).id());
        assertThat(found.<String>getList("commits.title")).containsExactly("Say two", "initial commit");
        assertThat(found.getString("commits[0].date")).isEqualTo("2026-01-22T03:45:36Z");
        assertThat(found.<String>get("commitsRefused")).isNull();
    }

    @Test
    void eachNameCanBeGivenForTheRevision() {
        Json found = get(REVISIONS + "/models/acme/two-commits");

        assertThat(found.<String>getList("tags.name")).contains("v1.0");
        for (String kind : List.of("branches", "tags", "pullRequests")) {
            String name = found.getString(kind + "[0].name");
            assertThat(given().queryParam("revision", name)
                            .get("/api/v1/repos/models/acme/two-commits")
                            .<String>path("commit"))
                    .isEqualTo(found.getString(kind + "[0].commit"));
        }
    }

    @Test
    void theHistoryIsThatOfTheRevisionAsked() {
        String first = hub.model("acme/two-commits").commits().get(0).id();

        assertThat(get(REVISIONS + "/models/acme/two-commits?revision=" + first).<String>getList("commits.commit"))
                .containsExactly(first);
    }

    @ParameterizedTest
    @CsvSource({"/models/gpt2", "/models/acme/old-name", "/datasets/acme/sample-data", "/spaces/acme/sample-space"})
    void otherNamesAndOtherKindsAreUnderstood(String path) {
        assertThat(get(REVISIONS + path).<String>getList("branches.name")).contains("main");
    }

    @Test
    void aGatedRepoTellsItsNamesButNotItsHistory() {
        Json found = get(REVISIONS + "/models/acme/gated-model");

        assertThat(found.<String>getList("branches.name")).contains("main");
        assertThat(found.getList("commits")).isEmpty();
        assertThat(found.getString("commitsRefused")).contains("HF_TOKEN", "/acme/gated-model");
    }

    @Test
    void aLongHistoryIsCutShort() {
        RepoBuilder repo = StandInRepo.model("acme/long-history").file("a.txt", "0");
        for (int i = 1; i <= 60; i++) {
            repo.commit("Change " + i).file("a.txt", String.valueOf(i));
        }
        hub.add(repo);

        assertThat(get(REVISIONS + "/models/acme/long-history").<String>getList("commits.title"))
                .hasSize(50)
                .startsWith("Change 60");
    }

    @Test
    void whatTheHubRefusesIsAProblem() {
        problem(given().get(REVISIONS + "/models/acme/none"), 404, "repo-not-found");
        problem(given().get(REVISIONS + "/models/acme/two-commits?revision=none"), 404, "revision-not-found");
        problem(given().get(REVISIONS + "/films/acme/two-commits"), 404, "repo-not-found");
        hub.faults().add(Fault.status("/refs", 503));
        problem(given().get(REVISIONS + "/models/acme/two-commits"), 502, "hub-unavailable");
    }
}
