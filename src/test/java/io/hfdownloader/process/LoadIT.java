package io.hfdownloader.process;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.LongListings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The server at full speed, with a small heap. Times are printed, not judged: machines differ. */
@Tag("process")
class LoadIT {

    private static final int POLLERS = 20;
    private static final long POLL_MILLIS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long MIB = 1L << 20;
    private static final int PLANS = 3;
    private static final int LARGEST = 212_000;

    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forLong();

    @TempDir
    private Path models;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.startWithSamples();
        assertThat(hub.model("acme/big-file").main().files())
                .as("the stand-in knows its hashes before anything is measured")
                .allMatch(file -> !file.content().sha256().isEmpty());
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @Test
    void answersTwentyPollersWhileAGigabyteArrives() throws Exception {
        ServerProcess server = serverProcesses.start(models, hub);
        ServerClient api = server.api();
        Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        ScheduledExecutorService pollers = Executors.newScheduledThreadPool(POLLERS);
        long begun = System.nanoTime();
        String id = api.download("acme/big-file");
        double seconds;
        try {
            for (int i = 0; i < POLLERS; i++) {
                long offset = i * POLL_MILLIS / POLLERS;
                pollers.scheduleAtFixedRate(
                        () -> nanos.add(poll(api, refused)), offset, POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
            api.awaitCompleted(id, LIMIT);
            seconds = (System.nanoTime() - begun) / 1e9;
        } finally {
            pollers.shutdownNow();
        }
        report(nanos.stream().sorted().toList(), seconds);
        assertThat(refused).hasValue(0);
        assertStaysSound(server);
    }

    @Test
    void oneHundredAndTwentyEightMegabytesDoForAGigabyteAndThousandsOfFilesAtOnce() throws IOException {
        ServerProcess server = serverProcesses.start(models, hub, Map.of("HF_DOWNLOADER_MAX_ACTIVE_DOWNLOADS", "3"));
        ServerClient api = server.api();
        List<String> ids = List.of(
                api.download("acme/big-file"), api.download("acme/many-files"), api.download("acme/quants-GGUF"));
        ids.forEach(id -> api.awaitCompleted(id, LIMIT));
        OptionalLong peak = server.peakResidentBytes();
        if (peak.isPresent()) {
            System.out.printf("peak resident memory with -Xmx128m: %d MiB%n", peak.getAsLong() / MIB);
        }
        new ModelFolder(models.resolve("acme/many-files")).assertHoldsAllOf(hub.model("acme/many-files"));
        assertStaysSound(server);
    }

    @Test
    void largeRepositoriesArePlannedAtATimeInOneHundredAndTwentyEightMegabytes() throws Exception {
        try (LongListings listings = LongListings.start()) {
            ServerProcess server = serverProcesses.start(models, hub, Map.of("HF_ENDPOINT", listings.endpoint()));
            ExecutorService clients = Executors.newFixedThreadPool(PLANS);
            try {
                List<Callable<Integer>> plans = new ArrayList<>();
                plans.add(() -> plan(server.api(), 0, LARGEST));
                for (int number = 1; number < PLANS; number++) {
                    int large = number;
                    plans.add(() -> plan(server.api(), large, 20_000));
                }
                for (Future<Integer> answer : clients.invokeAll(plans)) {
                    assertThat(answer.get()).isEqualTo(200);
                }
            } finally {
                clients.shutdownNow();
            }
            assertStaysSound(server);
        }
    }

    private static int plan(ServerClient api, int number, int files) {
        HttpResponse<String> answer = api.plan("acme/large-%d-%d".formatted(number, files));
        assertThat(answer.body()).contains("\"filesTotal\":" + files);
        return answer.statusCode();
    }

    private static long poll(ServerClient api, AtomicInteger refused) {
        long begun = System.nanoTime();
        if (api.status("/api/status") != 200) {
            refused.incrementAndGet();
        }
        return System.nanoTime() - begun;
    }

    private static void report(List<Long> sorted, double seconds) {
        System.out.printf(
                "GET /api/status, %d pollers, each every %d ms, during 1 GiB: %d answers,"
                        + " p50 %.1f ms, p99 %.1f ms, max %.1f ms; download %.0f MiB/s%n",
                POLLERS,
                POLL_MILLIS,
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.get(sorted.size() - 1) / 1e6,
                1024 / seconds);
    }

    private static void assertStaysSound(ServerProcess server) {
        assertThat(server.log()).doesNotContain("has been blocked", "OutOfMemoryError", "ERROR");
    }
}
