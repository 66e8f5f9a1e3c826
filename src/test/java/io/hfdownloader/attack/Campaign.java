package io.hfdownloader.attack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import com.fasterxml.jackson.databind.JsonNode;

/** The order of things: a first round, a kill in its middle, a look at the heap, the rest of the time, and what is left then. */
final class Campaign {

    private static final int WORKERS = 5;
    private static final long PAUSE_MILLIS = 50;
    private static final long FIRST_SHARE = 3; // of the time goes to the first round
    private static final long LAST_SECONDS = 50;
    private static final int ROUND_END_SECONDS = 75;
    private static final int QUIET_LOOKS = 25;
    private static final int MIN_LOOKS = 12; // idle workers go after ten seconds
    private static final long QUIET_MILLIS = 1_000;
    private static final long MAX_GROWTH_BYTES = 5L << 20;
    private static final double MIB = 1 << 20;

    private final AttackedServer server;
    private final Target target;
    private final List<Attack> attacks;
    private final Random random;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final SteadyDownloads steady;
    private final HubWatch watch;

    Campaign(AttackedServer server, Target target, List<Attack> attacks, long seed) {
        this.server = server;
        this.target = target;
        this.attacks = attacks;
        this.random = new Random(seed);
        this.steady = new SteadyDownloads(target, new Random(random.nextLong()));
        this.watch = new HubWatch(target.hub(), target.findings());
    }

    /** @param end when all of it is to be over, by {@link System#nanoTime} */
    void run(long end) throws IOException, InterruptedException {
        Thread watching = new Thread(watch::run, "hub-watch");
        watching.setDaemon(true);
        watching.start();
        long first = (end - System.nanoTime()) / FIRST_SHARE;
        round(first, true);
        AttackedServer.Heap before = quiet(Long.MAX_VALUE);
        round(end - System.nanoTime() - TimeUnit.SECONDS.toNanos(LAST_SECONDS), false);
        AttackedServer.Heap after = quiet(before.liveBytes() + MAX_GROWTH_BYTES);
        steady.runOnce();
        watching.interrupt();
        conclude(before, after);
    }

    // --- a round -----------------------------------------------------------------------------------------------

    private void round(long nanos, boolean withKill) throws IOException, InterruptedException {
        target.beginRound();
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS + 1);
        for (int i = 0; i < WORKERS; i++) {
            Random own = new Random(random.nextLong());
            workers.execute(() -> attack(own));
        }
        workers.execute(this::bringSteadily);
        long limit = System.nanoTime() + Math.max(nanos, TimeUnit.SECONDS.toNanos(5));
        long kill = System.nanoTime() + (limit - System.nanoTime()) / 4;
        boolean killed = !withKill;
        while (System.nanoTime() < limit && server.isAlive()) {
            Thread.sleep(200);
            if (!killed && System.nanoTime() > kill) {
                server.killAndStart();
                killed = true;
            }
        }
        target.endRound();
        if (!server.isAlive()) {
            target.findings().add("the end of the process", server.lastLines());
        }
        workers.shutdown();
        if (!workers.awaitTermination(ROUND_END_SECONDS, TimeUnit.SECONDS)) {
            target.findings().add("an attack that does not end", String.valueOf(workers));
            workers.shutdownNow();
        }
        target.expectNoClients();
        if (!server.isAlive()) {
            throw new IOException("The server has ended");
        }
    }

    private void attack(Random own) {
        while (!target.isOver()) {
            Attack next = attacks.get(own.nextInt(attacks.size()));
            Random chance = new Random(own.nextLong()); // so that what one attack uses up does not change the next
            counts.computeIfAbsent(next.name(), first -> new LongAdder()).increment();
            try {
                next.body().run(target, chance);
                target.hold(PAUSE_MILLIS); // the server may be away just now
            } catch (IOException closed) {
                continue; // that is the server's right
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception fault) {
                fault.printStackTrace(System.out);
                target.findings().add("a fault of the attack itself", next.name() + ": " + fault);
            }
        }
    }

    private void bringSteadily() {
        try {
            steady.run();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    // --- between the rounds ------------------------------------------------------------------------------------

    /** Takes away what attackers have left, then looks at what is alive until it is no more than that, or for a while. */
    private AttackedServer.Heap quiet(long most) throws IOException, InterruptedException {
        for (JsonNode download : target.call("GET", "/api/v1/downloads").json()) {
            String path = "/api/v1/downloads/" + download.path("id").asText();
            for (int i = 0; i < 50 && target.call("DELETE", path).status() == 409; i++) {
                int status = target.call("POST", path + "/cancel", Map.of()).status();
                assert status > 0;
                Thread.sleep(100);
            }
        }
        for (JsonNode model : target.call("GET", "/api/v1/library").json()) {
            int status = target.call(
                            "DELETE",
                            "/api/v1/library/models/" + model.path("repo").asText())
                    .status();
            assert status > 0;
        }
        boolean first = most == Long.MAX_VALUE;
        AttackedServer.Heap least = server.heap();
        for (int look = 1; first ? look < MIN_LOOKS : look < QUIET_LOOKS && least.liveBytes() > most; look++) {
            Thread.sleep(QUIET_MILLIS);
            AttackedServer.Heap now = server.heap();
            least = now.liveBytes() < least.liveBytes() ? now : least;
        }
        return least;
    }

    private void conclude(AttackedServer.Heap before, AttackedServer.Heap after) throws IOException {
        watch.look();
        server.expectCleanLogs(target.findings());
        ModelsFolder.expectNoSecrets(server.models(), target.findings());
        if (after.liveBytes() > before.liveBytes() + MAX_GROWTH_BYTES) {
            target.findings()
                    .add(
                            "a heap that grows",
                            before.liveBytes() + " bytes, then " + after.liveBytes() + ":\n" + after.largest());
        }
        new TreeMap<>(counts).forEach((name, count) -> System.out.printf("%6d  %s%n", count.sum(), name));
        target.answers().print();
        steady.print();
        System.out.printf(
                "tokens written where none belong: %d; requests at the other host: %d%n",
                target.secrets().plantedCount(), target.elsewhere().asked());
        System.out.printf(
                "live heap: %.1f MiB after the first round, %.1f MiB at the end%n",
                before.liveBytes() / MIB, after.liveBytes() / MIB);
        server.peakResidentBytes()
                .ifPresent(peak -> System.out.printf("most memory of the process: %.0f MiB%n", peak / MIB));
    }
}
