package io.hfdownloader.standin.hub;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.PlainHttpClient;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("http")
class HubApiRoutesTest {

    private final HubStandIn hub = HubStandIn.startWithSamples();
    private final PlainHttpClient plainHttpClient = new PlainHttpClient(hub);
    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({"acme/many-files, 2500, 25", "acme/seventy-thousand, 70000, 700"})
    void linkedPagesListEveryEntryOnce(String repo, int files, int folders) throws Exception {
        Set<String> paths = new HashSet<>();
        int rows = 0;
        String next = "/api/models/" + repo + "/tree/main?recursive=true&expand=false";
        while (next != null) {
            HttpResponse<byte[]> page = plainHttpClient.get(next);
            JsonNode entries = json.readTree(page.body());
            assertThat(entries.size()).isBetween(1, 1000);
            entries.forEach(entry -> paths.add(entry.get("path").asText()));
            rows += entries.size();
            next = page.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse(null);
        }
        assertThat(rows).isEqualTo(files + folders);
        assertThat(paths).hasSize(rows);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/models/gpt2, /api/models/openai-community/gpt2",
        "/api/models/acme/old-name/tree/main?recursive=true, /api/models/acme/new-name/tree/main?recursive=true",
        "/api/models/ACME/Tiny-Sharded/revision/main, /api/models/acme/tiny-sharded/revision/main",
        "/gpt2/resolve/main/config.json, /openai-community/gpt2/resolve/main/config.json",
    })
    void otherNamesOfARepoAreRedirected(String asked, String location) throws Exception {
        HttpResponse<byte[]> answer = plainHttpClient.get(asked);
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).contains(location);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/models/acme/nothing, '', 401, ''",
        "/api/models/acme/nothing, hf_standInMember, 404, RepoNotFound",
        "/api/models/acme/private-model, '', 401, ''",
        "/api/models/acme/private-model, hf_standInStranger, 404, RepoNotFound",
        "/api/models/acme/private-model, hf_standInMember, 200, ''",
        "/api/models/acme/tiny-sharded, wrong, 401, ''",
        "/api/models/acme/gated-model, '', 200, ''",
        "/api/models/acme/gated-model/tree/main, '', 200, ''",
        "/api/models/acme/gated-model/auth-check, '', 401, GatedRepo",
        "/api/models/acme/gated-model/commits/main, '', 401, GatedRepo",
        "/api/models/acme/tiny-sharded/revision/none, '', 404, RevisionNotFound",
        "/api/models/acme/tiny-sharded/tree/main/none, '', 404, EntryNotFound",
        "/acme/gated-model/resolve/main/config.json, '', 401, GatedRepo",
        "/acme/gated-model/resolve/main/config.json, hf_standInStranger, 403, GatedRepo",
        "/acme/gated-model/resolve/main/config.json, hf_standInMember, 200, ''",
        "/acme/disabled-model/resolve/main/config.json, '', 403, ''",
        "/acme/tiny-sharded/resolve/main/none, '', 404, EntryNotFound",
        "/acme/tiny-sharded/resolve/none/config.json, '', 404, RevisionNotFound",
        "/api/whoami-v2, '', 401, ''",
        "/api/whoami-v2, hf_standInMember, 200, ''",
    })
    void refusesAsTheHubDoes(String path, String token, int status, String code) throws Exception {
        HttpResponse<byte[]> answer = token.isEmpty()
                ? plainHttpClient.get(path)
                : plainHttpClient.get(path, "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Error-Code").orElse("")).isEqualTo(code);
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(answer.headers().firstValue("RateLimit")).isPresent();
    }

    @Test
    void revisionsAreBranchesTagsCommitsAndTheirBeginnings() throws Exception {
        StandInRepo repo = hub.model("acme/two-commits");
        Commit first = repo.commits().get(0);
        Commit second = repo.commits().get(1);
        repo.tag("v2", second);
        repo.ref("refs/pr/1", second);

        assertThat(shaOf("main")).isEqualTo(first.id());
        assertThat(shaOf("v2")).isEqualTo(second.id());
        assertThat(shaOf("refs%2Fpr%2F1")).isEqualTo(second.id());
        assertThat(shaOf(second.id())).isEqualTo(second.id());
        assertThat(shaOf(second.id().substring(0, 7))).isEqualTo(second.id());
    }

    @Test
    void mainCanBeMovedFromOutside() throws Exception {
        HttpResponse<byte[]> moved = plainHttpClient.post(
                "/_standin/branches", "{\"repo\":\"acme/two-commits\",\"branch\":\"main\",\"commit\":1}");
        assertThat(moved.statusCode()).isEqualTo(200);
        assertThat(shaOf("main"))
                .isEqualTo(hub.model("acme/two-commits").commits().get(1).id());
    }

    @Test
    void pathsInfoLeavesOutWhatIsMissing() throws Exception {
        HttpResponse<byte[]> answer = plainHttpClient.post(
                "/api/models/acme/tiny-sharded/paths-info/main",
                "{\"paths\":[\"config.json\",\"none\",\"model-00001-of-00003.safetensors\"],\"expand\":false}");
        JsonNode rows = json.readTree(answer.body());
        assertThat(rows.findValuesAsText("path")).containsExactly("config.json", "model-00001-of-00003.safetensors");
        assertThat(rows.get(1).at("/lfs/oid").asText()).hasSize(64);
    }

    @Test
    void searchFindsByWordsAndTag() throws Exception {
        JsonNode rows = json.readTree(plainHttpClient
                .get("/api/models?search=quants&filter=gguf&limit=5")
                .body());
        assertThat(rows.findValuesAsText("id")).containsExactly("acme/quants-GGUF");
        assertThat(plainHttpClient.get("/api/models?limit=2").headers().firstValue("Link"))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "search=quants&pipeline_tag=text-generation, 1",
        "search=quants&pipeline_tag=fill-mask, 0",
        "search=quants&author=acme&gated=false, 1",
        "search=quants&gated=true, 0",
        "search=quants&num_parameters=max:1B, 1",
        "'search=quants&num_parameters=min:1B,max:8B', 0",
        "search=two-commits&num_parameters=max:1B, 0"
    })
    void searchFindsByTaskAndSize(String query, int found) throws Exception {
        JsonNode rows =
                json.readTree(plainHttpClient.get("/api/models?" + query).body());
        assertThat(rows).hasSize(found);
    }

    private String shaOf(String revision) throws Exception {
        HttpResponse<byte[]> answer = plainHttpClient.get("/api/models/acme/two-commits/revision/" + revision);
        return json.readTree(answer.body()).get("sha").asText();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/models/acme/tiny-sharded, 404",
        "DELETE, /api/models/acme/tiny-sharded/tree/main, 404",
        "POST, /api/models, 404",
        "POST, /api/whoami-v2, 404",
        "GET, /api/models/acme/tiny-sharded/paths-info/main, 404",
        "PUT, /acme/tiny-sharded/resolve/main/config.json, 404",
        "GET, /api/models/acme/tiny-sharded?blobs=true&expand=sha, 400",
        "GET, /api/models/acme/tiny-sharded?all=true, 400",
        "GET, /api/models?task=text-generation, 400",
        "GET, /api/models?num_parameters=7B, 400",
        "GET, /api/models?num_parameters=min:500M, 400",
        "GET, /api/models?gated=auto, 400",
        "HEAD, /api/models/acme/tiny-sharded, 200",
    })
    void whatTheHubDoesNotKnowIsRefused(String method, String path, int status) throws Exception {
        assertThat(plainHttpClient.send(method, path).statusCode()).isEqualTo(status);
    }
}
