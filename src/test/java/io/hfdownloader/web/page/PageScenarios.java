package io.hfdownloader.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.ServiceClient;
import io.restassured.RestAssured;

import static io.hfdownloader.web.ServiceClient.await;
import static io.hfdownloader.web.ServiceClient.post;
import static io.hfdownloader.web.ServiceClient.start;

/** The service and the Hub behind a page, brought into the states that pages show. */
record PageScenarios(HubStandIn hub, Path models) {

    private static final String LARGE = "acme/large-file";
    private static final String QUANTS = "acme/quants-GGUF";

    void clear() {
        hub.clear();
        ServiceClient.clear();
    }

    /** The Hub refuses connections as if it were down; what is on disk stays. */
    void closeTheHub() {
        hub.faults().add(Fault.of(Fault.Kind.CLOSE, "", 0));
    }

    /** One on which all fits, and one on which nothing does. */
    void nameMachines() {
        nameMachines(List.of(
                Map.of("name", "3090", "vramBytes", 24L << 30, "ramBytes", 64L << 30),
                Map.of("name", "Laptop", "vramBytes", 0, "ramBytes", 1L << 28)));
    }

    /** A README with what there is in such. */
    void documentAModel() {
        hub.add(StandInRepo.model("acme/documented")
                .file("m-Q4_K_M.gguf", Content.generated(1, 9_000))
                .file("README.md", """
                ---
                license: mit
                ---
                # Tiny
                A *small* model, see [the paper](https://example.com/paper) and `config.json`.
                > Not for production.

                | Quant | Size | Notes |
                |---|--:|---|
                | Q4_K_M | 9 kB | usual, and with a note that is long enough to be wider than the screen of any phone there is |

                ## Use
                ```sh
                llama-server --model m-Q4_K_M.gguf --ctx-size 8192 --n-gpu-layers 99 --flash-attn --alias tiny-and-documented
                ```
                1. one
                   - two
                <script>alert(1)</script>
                """));
    }

    void nameNoMachine() {
        nameMachines(List.of());
    }

    private static void nameMachines(List<Map<String, ?>> machines) {
        ServiceClient.json(Map.of("machines", machines, "contextLength", 8192))
                .put("/api/v1/system/machines")
                .then()
                .statusCode(200);
    }

    /** The Hub answers long after anybody has looked. */
    void letTheHubTakeItsTime() {
        hub.faults().add(Fault.delay("/api/models", Duration.ofSeconds(50)));
    }

    /** Something that moves, but does not end while anybody looks. */
    String downloadSlowly() {
        hub.faults().add(Fault.of(Fault.Kind.RATE, "", 20_000));
        String id = start(Map.of("repo", LARGE));
        await().until(() -> ServiceClient.download(id).getLong("bytesReceived") > 0);
        return id;
    }

    void fillTheQueue() {
        hub.faults().add(Fault.of(Fault.Kind.RATE, "", 20_000));
        for (String label : List.of("Q2_K", "Q3_K_M", "Q5_K_M", "Q8_0")) {
            start(Map.of("repo", QUANTS, "variants", List.of(label)));
        }
    }

    void pause() {
        String id = downloadSlowly();
        post(ServiceClient.DOWNLOADS + "/" + id + "/pause").then().statusCode(200);
        await(id, "paused");
        ServiceClient.awaitOnPage(LARGE);
    }

    /** One was paused, one waits for its source, one has failed, and one ended well. */
    void pauseWaitAndFail() {
        complete();
        fail();
        pause();
        hub.add(StandInRepo.model("acme/waits").file("model.safetensors", Content.generated(3, 900)));
        hub.faults().add(Fault.status("acme/waits", 503));
        start("acme/waits");
    }

    /** A model that has changed on the Hub since it came. */
    void changeUpstream() throws IOException {
        fillTheLibrary();
        StandInRepo repo = hub.add(StandInRepo.model("acme/renewed")
                .file("config.json", "{}")
                .file("model.safetensors", Content.generated(1, 9_000))
                .commit("Train it longer")
                .file("model.safetensors", Content.generated(2, 9_000))
                .mainAt(0));
        ServiceClient.fetch(Map.of("repo", repo.id()));
        ServiceClient.awaitOnPage(repo.id());
        repo.moveBranch("main", repo.commits().get(1));
    }

    /** With a reason that has a link in it. */
    void fail() {
        await(start("acme/gated-model"), "failed");
    }

    void complete() {
        ServiceClient.fetch(Map.of("repo", "acme/tiny-sharded"));
    }

    void fillTheLibrary() throws IOException {
        complete();
        put("shelf/alpha/model-Q8_0.gguf", 1_000);
        put("shelf/alpha/model-Q4_0.gguf", 600);
        put("shelf/beta/model-Q8_0.gguf", 2_000);
        put("shelf/beta/config.json", 20);
        ServiceClient.awaitOnPage("shelf/alpha");
        ServiceClient.awaitOnPage("shelf/beta");
    }

    /** A model, and one that was deleted. */
    void fillTheBin() throws IOException {
        fillTheLibrary();
        RestAssured.given().delete("/api/v1/library/models/shelf/beta").then().statusCode(200);
    }

    /** A model with one variant that is here and one that does not come while anybody looks. */
    void bringAnotherVariant() {
        ServiceClient.fetch(Map.of("repo", QUANTS, "variants", List.of("Q2_K")));
        hub.faults().add(Fault.of(Fault.Kind.RATE, "", 20_000));
        String id = start(Map.of("repo", QUANTS, "variants", List.of("Q8_0")));
        await().until(() -> ServiceClient.download(id).getLong("bytesReceived") > 0);
    }

    /** A model whose repository is no longer on the Hub, and which the Hub was asked for. */
    void loseTheRepository() {
        StandInRepo repo = hub.add(StandInRepo.model("acme/fades").file("m-Q4_K_M.gguf", Content.generated(1, 9_000)));
        ServiceClient.fetch(Map.of("repo", repo.id()));
        hub.remove(repo);
        post("/api/v1/library/models/" + repo.id() + "/update").then().statusCode(404);
        ServiceClient.awaitOnPage(repo.id());
    }

    /** Names of files that must not be written. */
    void leaveFilesOut() {
        ServiceClient.fetch(Map.of("repo", "acme/hostile-names"));
    }

    private void put(String path, int bytes) throws IOException {
        Path file = models.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
