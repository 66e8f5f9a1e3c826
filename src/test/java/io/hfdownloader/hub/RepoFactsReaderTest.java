package io.hfdownloader.hub;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.search.ModelFacts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the Hub tells of a repo, in the many ways it does, and what somebody may have written there. */
@Tag("fast")
class RepoFactsReaderTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aQuantizedModelIsRead() throws JsonProcessingException {
        RepoFacts facts = read("""
                "gated": "manual", "library_name": "gguf", "downloads": 123456, "likes": 321,
                "cardData": {"base_model": ["org/base", "org/other"]},
                "config": {"architectures": ["LlamaForCausalLM"], "model_type": "llama"},
                "gguf": {"total": 999885952, "architecture": "gemma3", "context_length": 32768}
                """);

        assertThat(facts)
                .isEqualTo(new RepoFacts(
                        "manual",
                        "gguf",
                        123_456L,
                        321L,
                        List.of("org/base", "org/other"),
                        999_885_952L,
                        32_768L,
                        "gemma3"));
    }

    @Test
    void safetensorsAreCountedFirstAndTheConfigNamesTheArchitecture() throws JsonProcessingException {
        RepoFacts facts = read("""
                "safetensors": {"parameters": {"BF16": 24648192}, "total": 24648192}, "gguf": {"total": 5},
                "config": {"architectures": ["LlamaForCausalLM"], "model_type": "llama"}, "cardData": {"base_model": "org/base"}
                """);

        assertThat(facts.parameters()).isEqualTo(24_648_192);
        assertThat(facts.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(facts.baseModels()).containsExactly("org/base");
        assertThat(read("\"config\": {\"model_type\": \"llama\"}").architecture())
                .isEqualTo("llama");
    }

    @ParameterizedTest
    @CsvSource({
        "base_model:org/base, org/base",
        "base_model:quantized:org/base, org/base",
        "base_model:finetune:gpt2, gpt2",
    })
    void tagsNameTheBaseModelWhereTheCardDoesNot(String tag, String id) throws JsonProcessingException {
        assertThat(read("\"tags\": [\"gguf\", \"" + tag + "\"]").baseModels()).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tags\": \"x\"",
                "\"tags\": {\"a\": 1}",
                "\"tags\": [[], {}, 7, null, true]",
                "\"private\": \"no\"",
                "\"private\": {}",
                "\"disabled\": \"maybe\"",
                "\"disabled\": []",
                "\"lastModified\": {\"at\": 1}",
                "\"lastModified\": 1700000000",
                "\"pipeline_tag\": [\"text-generation\"]",
                "\"library_name\": [1]",
                "\"private\": null, \"disabled\": null, \"tags\": null, \"lastModified\": null, \"pipeline_tag\": null"
            })
    void anOddFieldDoesNotRefuseTheRepository(String fields) throws JsonProcessingException {
        RepoInfo info = info(fields);
        assertThat(info.commit()).isEqualTo(COMMIT);
        assertThat(info.tags()).isEmpty();
        assertThat(info.isPrivate()).isFalse();
        assertThat(info.disabled()).isFalse();
        assertThat(info.lastModified()).isNull();
        assertThat(info.pipelineTag()).isNull();
        HubJson.SearchHit hit =
                new ObjectMapper().readValue("{\"id\": \"a/b\", " + fields + "}", HubJson.SearchHit.class);
        assertThat(hit.toSearchResult(RepoType.MODEL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"likes\": null",
                "\"gated\": true, \"downloads\": \"many\", \"likes\": -3, \"library_name\": {\"a\": 1}",
                "\"gated\": \"sometimes\", \"downloads\": 1.5, \"likes\": 99999999999999999999999999",
                "\"gated\": [], \"cardData\": [], \"config\": \"x\", \"safetensors\": 7, \"gguf\": [[]]",
                "\"cardData\": {\"base_model\": [1, {}, \"../x\", \"a/b/c\", \"\"]}, \"config\": {\"architectures\": \"x\"}",
                "\"safetensors\": {\"total\": -1}, \"gguf\": {\"total\": 0, \"context_length\": 9007199254740993}",
                "\"gguf\": {\"architecture\": \"\\u0000\\n \\u202e\"}, \"config\": {\"architectures\": [7]}",
            })
    void nonsenseIsNotTold(String fields) throws JsonProcessingException {
        assertThat(read(fields))
                .usingRecursiveComparison()
                .ignoringFields("baseModels")
                .isEqualTo(new RepoFacts(null, null, null, null, List.of(), null, null, null));
        assertThat(read(fields).baseModels()).isEmpty();
    }

    @Test
    void aSearchTellsOfTheWeights() throws JsonProcessingException {
        assertThat(ofSearch("""
                        "safetensors": {"parameters": {"BF16": 90, "F32": 10}, "total": 100}""")).isEqualTo(new ModelFacts(100L, Map.of("BF16", 90L, "F32", 10L), null, null));
        assertThat(ofSearch("""
                        "gguf": {"total": 999885952, "architecture": "gemma3", "context_length": 32768}""")).isEqualTo(new ModelFacts(999_885_952L, Map.of(), 32_768L, "gemma3"));
        assertThat(ofSearch("\"likes\": 1")).isEqualTo(ModelFacts.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"safetensors\": {\"parameters\": [1], \"total\": \"7B\"}, \"gguf\": \"yes\"",
                "\"safetensors\": {\"parameters\": {\"\\u0007\": 1, \"F16\": -1, \"F32\": 1.5, \"F64\": null}}",
                "\"safetensors\": null, \"gguf\": {\"total\": 99999999999999999999, \"context_length\": {}}"
            })
    void nonsenseOfASearchIsNotTold(String fields) throws JsonProcessingException {
        assertThat(ofSearch(fields)).isEqualTo(ModelFacts.NONE);
    }

    @Test
    void textsAreShortAndOnOneLine() throws JsonProcessingException {
        RepoInfo info = info("\"library_name\": \"a\\nb\\u0007\\u202ec\", \"pipeline_tag\": \"" + "x".repeat(5_000)
                + "\", \"tags\": [null, \"license:m\\tit\", \"" + "y".repeat(5_000) + "\"]");

        assertThat(info.facts().libraryName()).isEqualTo("a b c");
        assertThat(info.pipelineTag()).hasSize(100);
        assertThat(info.license()).isEqualTo("m it");
        assertThat(info.tags()).allMatch(tag -> tag.length() <= 100);
    }

    @Test
    void aLongListIsCutShort() throws JsonProcessingException {
        String many = "\"a/b1\""
                + ",\"a/b2\",\"a/b3\",\"a/b4\",\"a/b5\",\"a/b6\",\"a/b7\",\"a/b8\",\"a/b9\",\"a/b10\",\"a/b11\"";

        assertThat(read("\"cardData\": {\"base_model\": [" + many + "]}").baseModels())
                .hasSize(10);
        assertThat(info("\"tags\": [" + "\"t\",".repeat(5_000) + "\"t\"]").tags())
                .hasSize(500);
    }

    private static ModelFacts ofSearch(String fields) throws JsonProcessingException {
        return new ObjectMapper()
                .readValue("{\"id\": \"a/b\", " + fields + "}", HubJson.SearchHit.class)
                .toSearchResult(RepoType.MODEL)
                .orElseThrow()
                .facts();
    }

    private static RepoFacts read(String fields) throws JsonProcessingException {
        return info(fields).facts();
    }

    private static RepoInfo info(String fields) throws JsonProcessingException {
        return new ObjectMapper()
                .readValue("{\"id\": \"a/b\", \"sha\": \"" + COMMIT + "\", " + fields + "}", HubJson.Info.class)
                .toRepoInfo(RepoId.model("a/b"))
                .orElseThrow();
    }
}
