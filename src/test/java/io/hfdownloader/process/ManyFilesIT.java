package io.hfdownloader.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten thousand files in one download, with a small heap. */
@Tag("process")
class ManyFilesIT {

    private static final int FILES = 10_000;
    private static final long MIB = 1L << 20;
    private static final long MAX_RESIDENT_BYTES = 300 * MIB;
    private static final int SMALL_ANSWER = 4_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final HubStandIn hub = HubStandIn.start();

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forLong();

    @TempDir
    private Path models;

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void tenThousandFilesArriveWhileTheStatusStaysSmall() throws IOException {
        StandInRepo repo = hub.add(tenThousandFiles());
        ServerProcess server = serverProcesses.start(models, hub);
        long begun = System.nanoTime();
        String id = server.api().download(repo.id());

        JsonNode half = server.api()
                .await(id, LIMIT, download -> download.path("filesDone").asInt() > FILES / 2);
        assertThat(half.path("state").asText()).isIn("downloading", "verifying");
        for (String path : new String[] {"/api/status", "/api/v1/downloads"}) {
            assertThat(server.api().call(path).body()).as(path).hasSizeLessThan(SMALL_ANSWER);
        }

        JsonNode done = server.api().awaitCompleted(id, LIMIT);
        System.out.printf("%d files: %.1f s%n", FILES, (System.nanoTime() - begun) / 1e9);
        assertThat(done.path("filesDone").asInt()).isEqualTo(FILES);
        new ModelFolder(models.resolve(repo.id())).assertHoldsAllOf(repo);
        assertThat(server.log()).doesNotContain("has been blocked", "OutOfMemoryError", "ERROR");
        OptionalLong peak = server.peakResidentBytes();
        if (peak.isPresent()) {
            System.out.printf("peak resident memory with -Xmx128m: %d MiB%n", peak.getAsLong() / MIB);
            assertThat(peak.getAsLong()).isLessThan(MAX_RESIDENT_BYTES);
        }
    }

    /** One in ten over the CDN, and one in a hundred without a byte. */
    private static RepoBuilder tenThousandFiles() {
        return StandInRepo.model("acme/ten-thousand").edit(commitDraft -> {
            for (int i = 0; i < FILES; i++) {
                String name = String.format("part-%02d/file-%05d.%s", i / 100, i, i % 10 == 1 ? "bin" : "txt");
                commitDraft.file(name, Content.generated(i, i % 100 == 0 ? 0 : 1 + i % 5_000));
            }
        });
    }
}
