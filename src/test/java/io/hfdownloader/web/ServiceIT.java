package io.hfdownloader.web;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.get;
import static io.hfdownloader.web.ServiceClient.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** The packaged program does its main job. */
@QuarkusIntegrationTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("process")
class ServiceIT {

    @AfterEach
    void clear() {
        ServiceClient.clear();
    }

    @Test
    void itIsHealthyAndDownloads() {
        given().get("/q/health").then().statusCode(200);
        given().get("/hf-downloader/api/status").then().statusCode(200).body("status", equalTo("idle"));

        String id = post("/download", Map.of("repo_id", "acme/quants-GGUF", "quant_pattern", "Q4_K_M"))
                .then()
                .statusCode(200)
                .extract()
                .path("task_id");
        Json done = await(id, "completed");
        assertThat(done.getLong("bytesVerified")).isEqualTo(done.getLong("bytesTotal"));
        List<String> names = get("/api/models").getList("[0].individual_files.name");
        assertThat(names).contains("quants-Q4_K_M.gguf", "config.json").doesNotContain("quants-Q8_0.gguf");
    }
}
