package io.hfdownloader.attack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** The order of things: a first round, a kill in its middle, a look at the heap, the rest of the time, and what is left then. */
final class Campaign {

    private static final int WORKERS = 5;
    private static final String ATTACKER = "attacker";
    private static final long PAUSE_MILLIS = 50;
    private static final long FIRST_SHARE = 3; // of the time goes to the first round
    private static final long LAST_SECONDS = 50;
    /** A plan may wait two minutes for the memory of others, and is told so then. */
    private static final int ROUND_END_SECONDS = 200;

    private static final int QUIET_LOOKS = 25;
    private static final int MIN_LOOKS = 12; // idle workers go after ten seconds
    private static final long QUIET_MILLIS = 1_000;
    private static final long MAX_GROWTH_BYTES = 8L << 20;
    /** More than this is looked at again for a while, and told with what it is. */
    private static final long USUAL_GROWTH_BYTES = 4L << 20;

    private static final double MIB = 1 << 20;

    private final AttackedServer server;
    private final Target target;
    private final AttackOrder order;
    private final SteadyDownloads steady;
    private final HubWatch watch;

    Campaign(AttackedServer server, Target target, List<Attack> attacks, long seed) {
        this.server = server;
        this.target = target;
        Random random = new Random(seed);
        this.order = new AttackOrder(attacks, new Random(random.nextLong()));
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
        AttackedServer.Heap after = quiet(before.liveBytes() + USUAL_GROWTH_BYTES);
        steady.runOnce();
        watching.interrupt();
        conclude(before, after);
    }

    /** For a campaign that was long enough: a kind that had no turn has held nothing. */
    void expectAllKinds() {
        if (!order.neverRun().isEmpty()) {
            target.findings().add("a kind of attack that never ran", String.join("; ", order.neverRun()));
        }
    }

    // --- a round -----------------------------------------------------------------------------------------------

    private void round(long nanos, boolean withKill) throws IOException, InterruptedException {
        int broughtBefore = steady.completedCount();
        target.beginRound();
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS + 1, work -> new Thread(work, ATTACKER));
        for (int i = 0; i < WORKERS; i++) {
            workers.execute(this::attack);
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
            target.findings().add("an attack that does not end", attackersAtWork());
            workers.shutdownNow();
        }
        target.expectNoClients();
        if (steady.completedCount() == broughtBefore) {
            target.findings()
                    .add("a round without a steady download that arrived", steady.completedCount() + " before it");
        }
        if (!server.isAlive()) {
            throw new IOException("The server has ended");
        }
    }

    /** Where they are. */
    private static String attackersAtWork() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals(ATTACKER))
                .map(each -> Stream.of(each.getValue()).map(String::valueOf).collect(Collectors.joining("\n    ")))
                .collect(Collectors.joining("\n"));
    }

    private void attack() {
        while (!target.isOver()) {
            AttackOrder.Turn turn = order.next();
            try {
                turn.attack().body().run(target, turn.random());
                target.hold(PAUSE_MILLIS); // the server may be away just now
            } catch (IOException closed) {
                continue; // that is the server's right; of what is on the disk nothing ends up here, see ModelsFolder
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable fault) { // must not end the worker unnoticed
                fault.printStackTrace(System.out);
                target.findings()
                        .add("a fault of the attack itself", turn.attack().name() + ": " + fault);
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
        if (after.liveBytes() > before.liveBytes() + USUAL_GROWTH_BYTES) {
            System.out.println(
                    "what was alive after the first round:\n" + before.largest() + "at the end:\n" + after.largest());
        }
        order.print();
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
