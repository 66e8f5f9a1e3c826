package io.hfdownloader.catalog;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A repo in JSON: names, order and values are what scripts and pages were written for. */
@Tag("fast")
class RepoViewTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void aRepoHasItsFieldsInOneObject() throws JsonProcessingException {
        assertThat(JSON.writeValueAsString(view())).isEqualTo("""
                {"repo":"acme/tiny","type":"model","revision":"main","commit":"c0ffee","owner":"acme",
                "gated":true,"gatedMode":"auto","isPrivate":false,"disabled":true,"page":"https://hub/acme/tiny",
                "license":"mit","task":"text-generation","libraryName":"gguf","downloads":11,"likes":12,
                "baseModels":["acme/base"],"parameters":13,"contextLength":14,"architecture":"llama",
                "lastModified":"2026-11-23T18:00:00Z","sizeBytes":15,
                "files":[{"path":"a.gguf","size":16,"etag":"e7a6","lfs":true,"weight":true,"onDisk":false}],
                "variants":[{"label":"Q4_K_M","format":"gguf","sizeBytes":17,"shards":1,"shardsExpected":2,
                "complete":false,"duplicate":true,"bitsPerWeight":4.5,"onDisk":"partly","projector":"mmproj.gguf",
                "files":["a.gguf"]}],
                "projectors":["mmproj.gguf"],"companions":["README.md"]}""".replace("\n", ""));
    }

    private static RepoView view() {
        return new RepoView(
                new RepoView.Version("acme/tiny", "model", "main", "c0ffee", "acme"),
                new RepoView.Access(true, "auto", false, true),
                "https://hub/acme/tiny",
                new RepoView.Card("mit", "text-generation", "gguf", 11L, 12L, List.of("acme/base")),
                new RepoView.Network(13L, 14L, "llama"),
                Instant.parse("2026-11-23T18:00:00Z"),
                new RepoView.Content(
                        15,
                        List.of(new RepoView.FileView("a.gguf", 16, "e7a6", true, true, false)),
                        List.of(new RepoView.VariantView(
                                "Q4_K_M",
                                "gguf",
                                17,
                                new RepoView.Shards(1, 2, false),
                                true,
                                4.5,
                                "partly",
                                new RepoView.VariantContent("mmproj.gguf", List.of("a.gguf")))),
                        List.of("mmproj.gguf"),
                        List.of("README.md")));
    }
}
