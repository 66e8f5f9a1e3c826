package io.hfdownloader.web.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.catalog.UpdateHold;
import io.hfdownloader.catalog.UpstreamStatus;
import io.hfdownloader.download.DownloadService;
import io.hfdownloader.download.arrival.Arrival;
import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.hub.HubStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.unfinished.Unfinished;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.progress.FileProgress;
import io.hfdownloader.progress.FileState;
import io.hfdownloader.progress.Retries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers of the API that are put together from parts: names, order and values are what scripts were written for. */
@Tag("fast")
class ApiJsonTest {

    private static final Instant TIME = Instant.parse("2026-11-23T18:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void aModelOfTheLibrary() throws JsonProcessingException {
        LibraryFile file = new LibraryFile("a.gguf", Path.of("/models/acme/tiny"), 1, TIME, "c0", "e7");
        LibraryModel model = new LibraryModel(
                RepoId.model("acme/tiny"),
                "acme/tiny",
                Path.of("/models/acme/tiny"),
                "c0",
                false,
                List.of(file),
                List.of(new LibraryVariant("Q4_K_M", "gguf", List.of(file), file, 1, true, false)),
                8_192L,
                2,
                new Unfinished(
                        List.of(new Unfinished.File("b.part", "b.gguf", 3)),
                        0,
                        List.of(new Unfinished.BegunVariant("Q8_0", "gguf", Set.of("b.gguf"), 0, 9))),
                true,
                TIME,
                true);
        ModelStatus status = ModelStatus.of(model, List.of(new Arrival(false, "b.gguf"::equals)));

        assertThat(json(LibraryJson.of(
                                model,
                                new ModelLibrary.Root("main", Path.of("/models"), false),
                                status,
                                new LibraryJson.Updates(
                                        "main", true, UpdateHold.NONE, TIME, UpstreamStatus.REVISION_GONE))
                        .interrupted(Optional.of("The disk refuses."))))
                .isEqualTo(lines("""
                {"repo":"acme/tiny","type":"model","folder":"acme/tiny","revision":"main","path":"/models/acme/tiny","upstream":"revision-gone","root":"main","away":false,"kept":true,"commit":"c0","sizeBytes":2,"partialBytes":3,
                "complete":true,"state":"arriving","updateAvailable":true,"hold":"none","checkedAt":"2026-11-23T18:00:00Z","updatedAt":"2026-11-23T18:00:00Z",
                "contextLength":8192,"variants":[{"label":"Q4_K_M","format":"gguf","sizeBytes":1,"complete":true,"goneUpstream":false,"files":["a.gguf"],"state":"complete","primaryPath":"/models/acme/tiny/a.gguf","projectorPath":"/models/acme/tiny/a.gguf","progress":null},
                {"label":"Q8_0","format":"gguf","sizeBytes":0,"complete":false,"goneUpstream":false,"files":[],"state":"arriving","primaryPath":null,"projectorPath":null,"progress":{"percent":33,"bytes":3,"bytesTotal":9}}],
                "files":[{"path":"a.gguf","size":1,"modified":"2026-11-23T18:00:00Z","commit":"c0","etag":"e7","verifiedAt":null,"damaged":false}],
                "passedOver":null,"interruptedUpdate":"The disk refuses."}"""));
    }

    @Test
    void aFileOfADownload() throws JsonProcessingException {
        FileProgress file = new FileProgress(
                "a.gguf",
                9,
                new FileProgress.Counted(5, 0, 4),
                FileState.DOWNLOADING,
                new FileProgress.Origin("http", "The storage is away.", null),
                3,
                new Retries(1, "It broke off.", CodedText.of("failed-try", "broken", "It broke off.")),
                new FileProgress.Delay("The Hub is away.", TIME, "hub"));

        assertThat(json(file)).isEqualTo(lines("""
                {"path":"a.gguf","size":9,"received":5,"verified":0,"hashed":4,"state":"downloading","via":"http",
                "viaReason":"The storage is away.","connections":3,"tries":1,"lastError":"It broke off.",
                "lastFailure":{"code":"failed-try","parameters":{"reason":"broken"},"detail":"It broke off."},
                "waiting":"The Hub is away.","waitingUntil":"2026-11-23T18:00:00Z","waitingFor":"hub"}"""));
    }

    @Test
    void whatDoesNotWaitStillNamesTheFields() throws JsonProcessingException {
        FileProgress file = new FileProgress(
                "a.gguf",
                9,
                new FileProgress.Counted(0, 0, 0),
                FileState.QUEUED,
                new FileProgress.Origin(null, null, null),
                0,
                Retries.NONE,
                FileProgress.Delay.NONE);

        assertThat(json(file)).isEqualTo(lines("""
                {"path":"a.gguf","size":9,"received":0,"verified":0,"hashed":0,"state":"queued","via":null,"viaReason":null,
                "connections":0,"tries":0,"lastError":null,"waiting":null,"waitingUntil":null,"waitingFor":null}"""));
    }

    @Test
    void theSystem() throws JsonProcessingException {
        var system = new SystemApi.SystemJson(
                "0.9.0",
                "https://hub.example",
                true,
                new HubStatus(null, null, null, null, Map.of(), null),
                new SystemApi.Storage("/models", "/srv/models", new DiskSpace(1, 2), 3, 4, 5, null),
                new DownloadService.Limits(1, 2, 3, null),
                4,
                TIME);

        assertThat(json(system))
                .startsWith(
                        "{\"version\":\"0.9.0\",\"endpoint\":\"https://hub.example\",\"tokenPresent\":true,\"hub\":")
                .contains(
                        ",\"modelsDir\":\"/models\",\"shownDir\":\"/srv/models\",\"freeBytes\":1,\"totalBytes\":2,\"keepFreeBytes\":3,\"binBytes\":4,\"binWindowSeconds\":5,\"unsaved\":null,\"limits\":{")
                .endsWith("\"updatesAvailable\":4,\"now\":\"2026-11-23T18:00:00Z\"}");
    }

    @Test
    void aRepoThatWasFound() throws JsonProcessingException {
        var found = new SearchApi.SearchResultJson(
                "acme/tiny",
                "model",
                new SearchApi.Popularity(1, 2, TIME),
                true,
                false,
                new SearchApi.Card("text-generation", "gguf", "mit", List.of("tag")),
                new SearchApi.Model(List.of("gguf"), 3L, false, 4L, "llama", 5L),
                true);

        assertThat(json(found)).isEqualTo(lines("""
                {"repo":"acme/tiny","type":"model","downloads":1,"likes":2,"lastModified":"2026-11-23T18:00:00Z",
                "gated":true,"isPrivate":false,"task":"text-generation","library":"gguf","license":"mit","tags":["tag"],
                "formats":["gguf"],"parameters":3,"parametersGuessed":false,"contextLength":4,"architecture":"llama",
                "estimatedBytes":5,"onDisk":true}"""));
    }

    @Test
    void theShapeOfANetwork() throws JsonProcessingException {
        var shape = new ShapesApi.ShapeJson(
                "c0",
                "config.json",
                "llama",
                1L,
                2L,
                new ShapesApi.Attention(3, 4, List.of(5), 6, 7, 8),
                new ShapesApi.Cache(9L, "2 x 3"));

        assertThat(json(shape)).isEqualTo(lines("""
                {"commit":"c0","source":"config.json","architecture":"llama","parameters":1,"contextLength":2,
                "layers":3,"heads":4,"kvHeads":[5],"keyLength":6,"valueLength":7,"latentLength":8,
                "cacheBytesPerToken":9,"cacheFormula":"2 x 3"}"""));
    }

    @Test
    void whatWasPasted() throws JsonProcessingException {
        var input = new ParseApi.ParsedInputJson(
                1,
                "acme/tiny",
                "repo",
                "acme/tiny",
                "model",
                "main",
                new ParseApi.Files(List.of("Q4_K_M"), List.of("*.json"), List.of("*.md")),
                new ParseApi.Remarks(
                        List.of("A note."),
                        List.of(CodedText.of("note", "token", "A note.")),
                        "words",
                        "A reason.",
                        CodedText.of("unreadable", "name", "A reason.").and("text", "x")));

        assertThat(json(input)).isEqualTo(lines("""
                {"line":1,"text":"acme/tiny","kind":"repo","repo":"acme/tiny","type":"model","revision":"main",
                "variants":["Q4_K_M"],"include":["*.json"],"exclude":["*.md"],
                "notes":["A note."],"noted":[{"code":"note","parameters":{"reason":"token"},"detail":"A note."}],
                "words":"words","reason":"A reason.",
                "refusal":{"code":"unreadable","parameters":{"reason":"name","text":"x"},"detail":"A reason."}}"""));
    }

    private static String json(Object answer) throws JsonProcessingException {
        return JSON.writeValueAsString(answer);
    }

    /** They are broken for people only. */
    private static String lines(String json) {
        return json.replace("\n", "");
    }
}
