package io.hfdownloader.web;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.hfdownloader.web.DownloadsApiTest.problem;
import static io.hfdownloader.web.Service.DOWNLOADS;
import static io.hfdownloader.web.Service.json;
import static io.hfdownloader.web.Service.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What the bodies of requests may look like, and what becomes of those that are wrong. */
@QuarkusTest
@QuarkusTestResource(StandInHub.class)
class RequestsTest {

    HubStandIn hub;
    Path models;

    private LoggedErrors errors;

    @BeforeEach
    void listen() {
        errors = LoggedErrors.listen();
    }

    @AfterEach
    void nobodysMistakeIsLoggedAsOurs() {
        errors.close();
        assertThat(errors.messages()).isEmpty();
        hub.clear();
        Service.clear();
    }

    // --- names of repos ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://huggingface.co/acme/sample-data",
                "http://hub.example/datasets/acme/sample-data/?library=true#files",
                "datasets/acme/sample-data",
                "acme/sample-data/",
                " acme/sample-data ",
            })
    void aDatasetIsFoundByAllThatNamesIt(String name) {
        json(Map.of("repo", name, "type", "dataset", "include", List.of("*.md")))
                .post(DOWNLOADS)
                .then()
                .statusCode(201)
                .body("repo", equalTo("acme/sample-data"))
                .body("type", equalTo("dataset"));
    }

    @ParameterizedTest
    @CsvSource({
        "datasets/acme/sample-data, dataset, acme/sample-data",
        "https://huggingface.co/spaces/acme/sample-space, space, acme/sample-space",
        "models/acme/new-name, model, acme/new-name",
        "https://huggingface.co/acme/new-name/, model, acme/new-name",
    })
    void theTypeMayStandInTheName(String name, String type, String repo) {
        String id = post("/download", Map.of("repo_id", name))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        assertThat(Service.download(id).getString("type")).isEqualTo(type);
        assertThat(Service.download(id).getString("repo")).isEqualTo(repo);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://huggingface.co/acme/new-name/tree/main | as acme/new-name, and its branch",
                "https://huggingface.co/ | Write it as owner/name",
                "huggingface.co/acme/new-name | \"huggingface.co/acme/new-name\" is not a repository name",
                "acme/new-name/model.gguf | \"acme/new-name/model.gguf\" is not a repository name",
                "datasets/../acme | \"datasets/../acme\" is not a repository name",
                "acme/new name | Write it as owner/name",
                "/acme/new-name | Write it as owner/name",
                "acme\\new-name | Write it as owner/name",
            })
    void whatIsNoNameIsQuotedAsAWholeWithHowToWriteOne(String name, String sentence) {
        problem(post(DOWNLOADS, Map.of("repo", name)), 400, "bad-request").body("detail", containsString(sentence));
        post("/download", Map.of("repo_id", name)).then().statusCode(400).body("error", containsString(sentence));
    }

    @Test
    void aNameThatContradictsTheTypeIsRefused() {
        problem(post(DOWNLOADS, Map.of("repo", "datasets/acme/sample-data", "type", "model")), 400, "bad-request")
                .body("detail", containsString("is a dataset by its name, but the type says model"));
    }
}
