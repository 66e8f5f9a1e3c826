package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.fetch;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What an update must not take away, whatever the Hub, a mirror or a proxy says. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class UpdatesApiTest {

    private static final String LIBRARY = "/api/v1/library";

    HubStandIn hub;
    Path models;

    @AfterEach
    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    // --- a listing is whole or it is not believed --------------------------------------------------------------

    @Test
    void anUpdateThroughAProxyThatTakesLinksAwayRemovesNothing() {
        StandInRepo repo = manyFiles("acme/behind-a-proxy");
        hub.faults().add(Fault.of(Fault.Kind.SMALL_PAGES, repo.id(), 10));
        fetch(Map.of("repo", repo.id()));
        repo.push("On", commitDraft -> commitDraft.file("00.txt", Content.of("new")));
        Fault cut = Fault.of(Fault.Kind.NO_NEXT_LINK, repo.id(), 0);
        hub.faults().add(cut);

        problem(post(LIBRARY + "/models/" + repo.id() + "/update"), 502, "listing-incomplete");
        problem(post(ServiceClient.DOWNLOADS, Map.of("repo", repo.id())), 502, "listing-incomplete");

        repo.commits()
                .get(0)
                .files()
                .forEach(file -> assertThat(models.resolve(repo.id()).resolve(file.path()))
                        .hasBinaryContent(file.content().bytes()));
    }

    @Test
    void whatOneListAloneDoesNotNameIsNotRemovedAndTheResultSaysSo() {
        StandInRepo repo = manyFiles("acme/one-witness");
        fetch(Map.of("repo", repo.id()));
        repo.push("Less", commitDraft -> commitDraft.remove("07.txt"));
        hub.faults().add(Fault.of(Fault.Kind.NO_SIBLINGS, repo.id(), 0));

        JsonPath done = await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(done.<String>getList("notes")).singleElement().asString().contains("Nothing was removed");
        assertThat(models.resolve(repo.id()).resolve("07.txt")).exists();
        assertThat(given().get("/fragments/downloads").asString()).contains("Nothing was removed");

        hub.faults().clear();
        JsonPath again = await(post(LIBRARY + "/models/" + repo.id() + "/update").path("id"), "completed");
        assertThat(again.getList("notes")).isEmpty();
        assertThat(models.resolve(repo.id()).resolve("07.txt")).doesNotExist();
    }

    /** As an earlier version may have left it: it took the first page for the whole. */
    @Test
    void whatWasKeptOfAListingThatWasCutIsNotBelieved() throws IOException {
        StandInRepo repo = manyFiles("acme/kept-cut");
        fetch(Map.of("repo", repo.id(), "include", List.of("0*.txt")));
        Path kept = models.resolve(
                repo.id() + "/.cache/huggingface/trees/" + repo.main().id() + ".json");
        Files.writeString(kept, "{\"format_version\":1,\"files\":{}}");

        fetch(Map.of("repo", repo.id()));
        repo.main().files().forEach(file -> assertThat(models.resolve(repo.id()).resolve(file.path()))
                .exists());
    }

    private StandInRepo manyFiles(String id) {
        RepoBuilder builder = StandInRepo.model(id).file("model.safetensors", Content.generated(3, 1_000));
        for (int i = 0; i < 30; i++) {
            builder.file(String.format("%02d.txt", i), Content.generated(i, 10));
        }
        return hub.add(builder);
    }
}
