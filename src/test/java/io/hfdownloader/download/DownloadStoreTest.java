package io.hfdownloader.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.download.DownloadView.LeftOut;
import io.hfdownloader.download.arrival.DownloadNote;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.variant.Selection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a restart finds of the downloads. */
@Tag("fast")
class DownloadStoreTest {

    @TempDir
    Path models;

    private ModelLibrary library;
    private DownloadStore store;
    private Path folder;

    @BeforeEach
    void open() {
        library = new ModelLibrary(() -> models);
        store = new DownloadStore(asInTheProgram(), library);
        folder = models.resolve(".cache/hf-downloader/downloads");
        assertThat(store.load()).isEmpty();
    }

    @AfterEach
    void close() throws InterruptedException {
        store.close();
        library.close();
    }

    @Test
    void downloadsInEveryStateComeBackAsTheyWere() {
        LeftOut leftOut = LeftOut.of(List.of(LeftOut.UnwritableFile.of("a:b", NameObjection.REFUSED.text())));
        for (DownloadState state : DownloadState.values()) {
            Failure why = state == DownloadState.FAILED
                    ? new Failure(
                            ProblemType.VARIANT_AMBIGUOUS, "Name one.", "id-1", List.of("Alpha", "Beta"), Map.of())
                    : null;
            save(record().boundTo(
                            RepoId.model("acme/canonical"), "c".repeat(40), List.of("x.gguf"), "b".repeat(40), leftOut)
                    .withState(state, why, Instant.now()));
        }
        List<DownloadRecord> loaded = store.load();
        assertThat(loaded)
                .hasSize(DownloadState.values().length)
                .allMatch(kept -> kept.target().unwritable().equals(leftOut));
        loaded.forEach(this::save);
        assertThat(store.load()).containsExactlyInAnyOrderElementsOf(loaded);
        assertThat(loaded).extracting(DownloadRecord::state).containsExactlyInAnyOrder(DownloadState.values());
    }

    @Test
    void aRestartKnowsWhatAFullDiskRefusedAtFirst() throws Exception {
        FaultyDisk disk = new FaultyDisk(models);
        library.close();
        library = new ModelLibrary(disk::root);
        DownloadStore retrying = new DownloadStore(asInTheProgram(), library, Duration.ofMillis(20));
        DownloadRecord record = record();
        disk.refuse(FaultyDisk.Call.WRITE, "downloads", "No space left on device");
        assertThat(retrying.save(record).toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
        assertThat(retrying.failure())
                .hasValueSatisfying(told -> assertThat(told.detail())
                        .startsWith("The list of downloads cannot be saved: the disk is full."));
        assertThat(retrying.load()).isEmpty();

        disk.mend();
        Awaitility.await().until(() -> retrying.failure().isEmpty());
        assertThat(retrying.load()).extracting(DownloadRecord::id).containsExactly(record.id());
        disk.refuse(FaultyDisk.Call.WRITE, "downloads", "Disk quota exceeded");
        assertThat(retrying.save(record.withState(DownloadState.CANCELLED, null, Instant.now()))
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10));
        disk.mend();
        retrying.close();
        assertThat(store.load()).extracting(DownloadRecord::state).containsExactly(DownloadState.CANCELLED);
    }

    /** What servers have written since the first version: a newer or older one reads it as well. */
    @Test
    void theFileIsTheOneThatOtherVersionsKnow() throws IOException {
        String text = """
            {"id":"00000000-0000-0000-0000-000000000001","type":"dataset","repo":"acme/data","revision":"main",
            "commit":"%s","selection":{"variants":["Q4_K_M"],"include":["*.json"],"exclude":[],"quantPattern":"Q4_K_M"},
            "update":true,"updateFrom":"%s","state":"failed","order":3,
            "failure":{"type":"repo-gated","detail":"Accept it.","hubRequestId":"id-1"},
            "createdAt":"2026-11-01T12:00:00.123Z","startedAt":"2026-11-01T12:00:01Z","endedAt":"2026-11-01T12:00:02Z",
            "counts":{"bytesTotal":1,"bytesReceived":2,"bytesVerified":3,"bytesReused":4,"filesTotal":5,"filesDone":6,
            "via":["http","xet"]}}\
            """.replace("\n", "").formatted("c".repeat(40), "b".repeat(40));
        Path file = Files.writeString(folder.resolve("00000000-0000-0000-0000-000000000001.json"), text);
        List<DownloadRecord> loaded = store.load();
        assertThat(loaded).hasSize(1);
        DownloadRecord record = loaded.get(0);
        assertThat(record.repoId()).isEqualTo(RepoId.parse(RepoType.DATASET, "acme/data"));
        assertThat(record.startedAt()).isEqualTo("2026-11-01T12:00:01Z");
        save(record);
        assertThat(file).hasContent(text.replace("\"bytesReused\":4,", "\"bytesReused\":4,\"bytesFetched\":0,"));
    }

    @Test
    void sentencesThatWereKeptWithoutACodeStandBesideThoseWithOne() throws IOException {
        DownloadRecord record =
                record().withNote(DownloadNote.KEPT.says("Kept: a, b.").and("files", "a, b"));
        save(record);
        assertThat(store.load()).containsExactly(record);
        Path file = folder.resolve(record.id() + ".json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(",\"notes\":.*?],\"noted\":\\[.*?}]", "")
                        .replaceFirst("\\{", """
                                {"notes":["Older."],"filesLeftOut":1,"leftOut":[{"path":"a:b","reason":"too odd"}],"""));

        DownloadRecord older = store.load().get(0);
        assertThat(older.remarks()).isEqualTo(new DownloadRecord.Notes(List.of("Older."), List.of()));
        assertThat(older.target().unwritable().leftOut())
                .containsExactly(new LeftOut.UnwritableFile("a:b", "too odd", null));
        DownloadRecord noted = older.withNote(DownloadNote.KEPT.says("New."));
        assertThat(noted.remarks().notes()).containsExactly("Older.", "New.");
        assertThat(noted.remarks().noted()).extracting(CodedText::detail).containsExactly("New.");
    }

    /** One folder for each version that was released, as it was left there; kept for ever. */
    @ParameterizedTest
    @ValueSource(strings = "0.9.0")
    void whatEachReleasedVersionLeftIsTakenOver(String version) throws IOException {
        Path left = Path.of("src/test/resources/state", version, "downloads");
        try (Stream<Path> files = Files.list(left)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }

        List<DownloadRecord> loaded = store.load();
        assertThat(loaded)
                .extracting(DownloadRecord::state)
                .containsExactlyInAnyOrder(DownloadState.COMPLETED, DownloadState.PAUSED);
        DownloadRecord paused = loaded.stream()
                .filter(record -> record.state() == DownloadState.PAUSED)
                .findFirst()
                .orElseThrow();
        assertThat(paused.target().repo()).isEqualTo("acme/big-file");
        assertThat(paused.target().commit()).isEqualTo("5e562db9bff19f27c5d76cb83f997149126793fc");
        assertThat(paused.counts().bytes().bytesReceived()).isEqualTo(287_506_670);
        assertThat(paused.order()).isEqualTo(2);
    }

    @Test
    void theNewestStateIsTheOneThatStays() {
        DownloadRecord record = record();
        for (int i = 1; i <= 50; i++) {
            save(record.withOrder(i));
        }
        assertThat(store.load()).containsExactly(record.withOrder(50));
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith("~"));
    }

    @Test
    void aForgottenDownloadIsGone() {
        DownloadRecord record = record();
        await(store.save(record));
        await(store.delete(record.id()));
        await(store.delete(record.id()));
        assertThat(store.load()).isEmpty();
    }

    @Test
    void anOlderStateNeverFollowsOnANewer() {
        DownloadRecord older = record().withState(DownloadState.DOWNLOADING, null, Instant.now());
        DownloadRecord newer = older.withState(DownloadState.CANCELLED, null, Instant.now());
        CompletionStage<Void> askedFirst = store.save(older);
        await(store.save(newer));
        assertThat(askedFirst).isCompleted();
        assertThat(store.load()).containsExactly(newer);
    }

    @Test
    void whatIsAskedAfterTheEndFailsAndDoesNotBreakWhoeverAsks() throws InterruptedException {
        store.close();
        assertThat(store.save(record())).isCompletedExceptionally();
        assertThat(store.delete(UUID.randomUUID())).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "\0\0\0\0",
                "{\"id\": \"../../etc/passwd\"}",
                "{\"state\": \"lost\"}"
            })
    void garbageIsSetAsideAndTheOthersAreRead(String garbage) throws IOException {
        DownloadRecord sound = record();
        save(sound);
        Path broken = Files.writeString(folder.resolve(UUID.randomUUID() + ".json"), garbage);
        assertThat(store.load()).containsExactly(sound);
        assertThat(broken).doesNotExist();
        assertThat(broken.resolveSibling(broken.getFileName() + ".bad")).hasContent(garbage);
        assertThat(store.load()).containsExactly(sound);
    }

    @Test
    void aRepoThatLeadsElsewhereIsSetAside() throws IOException {
        DownloadRecord record = record();
        save(record);
        Path file = folder.resolve(record.id() + ".json");
        Files.writeString(file, Files.readString(file).replace("acme/model", "../../etc"));
        assertThat(store.load()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"type\":\"modle\",", "\"type\":\"\",", "\"type\":null,", ""})
    void aRepoOfNoKnownKindIsSetAsideAndNotTakenForAModel(String type) throws IOException {
        DownloadRecord record = record();
        save(record);
        Path file = folder.resolve(record.id() + ".json");
        String text = Files.readString(file);
        assertThat(text).contains("\"type\":\"model\",");
        Files.writeString(file, text.replace("\"type\":\"model\",", type));
        assertThat(store.load()).isEmpty();
        assertThat(file.resolveSibling(file.getFileName() + ".bad")).exists();
    }

    @Test
    void aRecordOfAVersionThatDidNotNoteThePathsIsRead() throws IOException {
        DownloadRecord record = record();
        save(record);
        Path file = folder.resolve(record.id() + ".json");
        String written = Files.readString(file);
        String older = written.replaceFirst(",\\s*\"via\"\\s*:\\s*\\[\\s*]", "");
        assertThat(older).isNotEqualTo(written);
        Files.writeString(file, older);
        assertThat(store.load()).containsExactly(record);
    }

    @Test
    void aFailureWithoutChoicesIsKeptAndReadAsByVersionsThatDidNotKnowThem() throws IOException {
        DownloadRecord record = record().withState(
                        DownloadState.FAILED,
                        new Failure(ProblemType.VARIANT_AMBIGUOUS, "Name one.", null, List.of(), Map.of()),
                        Instant.now());
        save(record);
        Path file = folder.resolve(record.id() + ".json");
        assertThat(Files.readString(file)).contains("Name one.").doesNotContain("choices");
        assertThat(store.load()).containsExactly(record);
    }

    @Test
    void aRecordOfAnotherVersionWithMoreFieldsIsRead() throws IOException {
        DownloadRecord record = record();
        save(record);
        Path file = folder.resolve(record.id() + ".json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"tomorrow\": 1,"));
        assertThat(store.load()).containsExactly(record);
    }

    @Test
    void aHalfWrittenFileOfAKilledServerIsNoDownload() throws IOException {
        Files.writeString(folder.resolve(UUID.randomUUID() + ".json~"), "{\"id\"");
        assertThat(store.load()).isEmpty();
    }

    private void save(DownloadRecord record) {
        await(store.save(record));
    }

    private static void await(CompletionStage<Void> work) {
        assertThat(work).succeedsWithin(Duration.ofSeconds(10));
    }

    private static ObjectMapper asInTheProgram() {
        return new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    private static DownloadRecord record() {
        DownloadRequest request = new DownloadRequest(
                RepoId.model("acme/model"),
                "main",
                new Selection(List.of("Q4_K_M"), List.of("*.json"), List.of(), "Q4_K_M"),
                false);
        return DownloadRecord.queued(
                UUID.randomUUID(), request.repo(), request, 1, Instant.parse("2026-11-01T12:00:00.123Z"));
    }
}
