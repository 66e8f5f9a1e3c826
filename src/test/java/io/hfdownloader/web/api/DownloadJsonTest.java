package io.hfdownloader.web.api;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.web.SampleDownload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A download in JSON: names, order and values are what scripts and pages were written for. */
@Tag("fast")
class DownloadJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void oneThatIsAtWorkHasItsFieldsInOneObject() throws JsonProcessingException {
        DownloadView view = SampleDownload.view(DownloadState.DOWNLOADING, 1_000, 2_000, 3);

        assertThat(JSON.writeValueAsString(DownloadJson.of(view))).isEqualTo(expected("""
                {"id":"00000000-0000-0000-0000-000000000001","version":7,
                "repo":"acme/tiny","type":"model","folder":"acme/tiny","revision":"main","commit":"c0ffee1234567890c0ffee1234567890c0ffee12",
                "variants":["Q4_K_M"],"include":[],"exclude":["*.md"],"quantPattern":null,"update":false,
                "filesLeftOut":1,"leftOut":[{"path":"a:b","reason":"the disk cannot hold its name"}],
                "state":"downloading",
                "waiting":{"reason":"The Hub asks to slow down.","code":"hub-throttled","until":"2026-11-23T18:00:00Z","parameters":{"endpoint":"https://hub.example"}},
                "bytesTotal":2000,"bytesReceived":1000,"bytesVerified":200,"bytesReused":100,"bytesFetched":250,"bytesHashed":500,
                "filesTotal":3,"filesDone":1,"percent":50,"rate":23400000,"etaSeconds":80,
                "currentFile":"model.gguf","connections":4,"via":["http","xet"],
                "tries":2,"lastError":"The connection broke.","position":3,
                "createdAt":"2026-11-23T18:00:00Z","startedAt":"2026-11-23T18:00:01Z","endedAt":null,"notes":[],"noted":[],"updateResult":null,"result":null,
                "error":null}"""));
    }

    @Test
    void oneThatFailedHasItsFailureAsAProblem() throws JsonProcessingException {
        DownloadView view = SampleDownload.view(DownloadState.FAILED, 1_000, 2_000, null);

        assertThat(JSON.writeValueAsString(DownloadJson.of(view, List.of(5L, 6L), List.of())))
                .isEqualTo(expected("""
                {"id":"00000000-0000-0000-0000-000000000001","version":7,
                "repo":"acme/tiny","type":"model","folder":"acme/tiny","revision":"main","commit":"c0ffee1234567890c0ffee1234567890c0ffee12",
                "variants":["Q4_K_M"],"include":[],"exclude":["*.md"],"quantPattern":null,"update":false,
                "filesLeftOut":1,"leftOut":[{"path":"a:b","reason":"the disk cannot hold its name"}],
                "state":"failed",
                "waiting":{"reason":"The Hub asks to slow down.","code":"hub-throttled","until":"2026-11-23T18:00:00Z","parameters":{"endpoint":"https://hub.example"}},
                "bytesTotal":2000,"bytesReceived":1000,"bytesVerified":200,"bytesReused":100,"bytesFetched":250,"bytesHashed":500,
                "filesTotal":3,"filesDone":1,"percent":50,"rate":23400000,"etaSeconds":80,
                "currentFile":"model.gguf","connections":4,"via":["http","xet"],
                "tries":2,"lastError":"The connection broke.","position":null,
                "createdAt":"2026-11-23T18:00:00Z","startedAt":"2026-11-23T18:00:01Z",
                "endedAt":"2026-11-23T18:03:26Z","notes":[],"noted":[],"updateResult":null,"result":null,
                "error":{"type":"urn:hf-downloader:problem:disk-full","title":"Disk full","status":507,
                "detail":"The disk is full. Free 3 GB.","parameters":{"reason":"full"}},
                "rates":[5,6],"files":[]}"""));
    }

    /** The lines are broken for people only. */
    private static String expected(String json) {
        return json.replace("\n", "");
    }
}
