package io.hfdownloader.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.ErrorLogCapture;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.DOWNLOADS;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** A request that meets a disk which cannot be used is told so; nobody takes it for a fault of the program. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class DiskErrorsApiTest {

    private static final Map<String, String> REQUEST = Map.of("repo", "acme/tiny-sharded");

    HubStandIn hub;
    Path models;

    private ErrorLogCapture errors;

    @BeforeEach
    void listen() {
        errors = ErrorLogCapture.listen();
    }

    @AfterEach
    void nothingIsLoggedAsAFaultOfOurs() {
        errors.close();
        assertThat(errors.messages()).isEmpty();
        hub.clear();
        ServiceClient.clear();
    }

    @Test
    void aModelsFolderThatHasGoneFailsAPlanAndADownloadWithASentence() throws Exception {
        Path away = models.resolveSibling("gone-away");
        Files.move(models, away);
        try {
            problem(post(DOWNLOADS + "/plan", REQUEST), 503, "disk-error")
                    .body("detail", containsString("The models folder cannot be looked at: " + models))
                    .body("detail", containsString("Check the models folder"));
            problem(post(DOWNLOADS, REQUEST), 503, "disk-error")
                    .body("detail", containsString("Check the models folder"));
            post("/download", Map.of("repo_id", "acme/tiny-sharded"))
                    .then()
                    .statusCode(400)
                    .body("error", containsString("Check the models folder"));
        } finally {
            giveBack(away, models);
        }
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    @Test
    void aDownloadThatCannotBeKeptIsRefusedWithASentence() throws Exception {
        Path folder = models.resolve(".cache/hf-downloader/downloads");
        Path away = folder.resolveSibling("downloads-away");
        Files.move(folder, away);
        Files.createFile(folder);
        try {
            problem(post(DOWNLOADS, REQUEST), 503, "disk-error")
                    .body("detail", containsString("The list of downloads cannot be saved"));
        } finally {
            Files.delete(folder);
            giveBack(away, folder);
        }
        assertThat(get(DOWNLOADS).getList("")).isEmpty();
    }

    /** What was made in its place meanwhile is of no worth. */
    private static void giveBack(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> made = Files.walk(to)) {
                for (Path file : made.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.move(from, to);
    }
}
