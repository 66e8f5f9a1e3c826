package io.hfdownloader.attack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.standin.repo.StandInRepo;

/** The user whom all of this must not concern: downloads, compares, deletes, and begins anew. */
final class SteadyDownloads {

    private static final int POLL_MILLIS = 200;
    /** Faults that are hit now and then are waited out; longer than this it takes only when it stands. */
    private static final int MAX_POLLS = 900;

    private static final int MAX_POLLS_AFTER_ROUND = 250;

    private final Target target;
    private final Random random;
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger begunAnew = new AtomicInteger();

    SteadyDownloads(Target target, Random random) {
        this.target = target;
        this.random = random;
    }

    /** One repo after the other until the round is over. */
    void run() throws InterruptedException {
        while (!target.isOver()) {
            bring(Repos.STEADY.get(random.nextInt(Repos.STEADY.size())));
        }
    }

    /** All of them, once. */
    void runOnce() throws InterruptedException {
        for (String repo : Repos.STEADY) {
            bring(repo);
        }
    }

    void print() {
        System.out.printf(
                "steady downloads: %d completed with identical files, %d of them after a new try%n",
                completed.get(), begunAnew.get());
    }

    int completedCount() {
        return completed.get();
    }

    private void bring(String repo) throws InterruptedException {
        try {
            bringOrReport(repo);
        } catch (RuntimeException | Error fault) { // must not end the user unnoticed
            fault.printStackTrace(System.out);
            target.findings().add("a fault of the steady user", repo + ": " + fault);
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void bringOrReport(String repo) throws InterruptedException {
        String last = "";
        boolean again = false;
        int most = target.isOver() ? MAX_POLLS_AFTER_ROUND : MAX_POLLS;
        for (int poll = 0; poll < most; poll++) {
            if (target.isOver() && most == MAX_POLLS) { // from now on nothing stands in its way
                most = Math.min(most, poll + MAX_POLLS_AFTER_ROUND);
            }
            try {
                JsonNode download = find(repo);
                last = download.toString();
                switch (download.path("state").asText("none")) {
                    case "completed" -> {
                        StandInRepo listed = target.hub().model(repo);
                        ModelsFolder.expectAllFiles(target.models(), listed, target.findings());
                        completed.incrementAndGet();
                        begunAnew.addAndGet(again ? 1 : 0);
                        forget(repo, download.path("id").asText());
                        return;
                    }
                    case "failed", "cancelled" -> {
                        again = true;
                        act(download.path("id").asText(), "retry");
                    }
                    case "paused" -> act(download.path("id").asText(), "resume");
                    case "none" ->
                        last = target.call("POST", "/api/v1/downloads", Map.of("repo", repo))
                                .text();
                    default -> keepUnlimited(poll);
                }
            } catch (IOException refused) {
                last = refused.toString();
            }
            Thread.sleep(POLL_MILLIS);
        }
        target.findings().add("a steady download that does not arrive", repo + ": " + last);
    }

    private JsonNode find(String repo) throws IOException, InterruptedException {
        JsonNode all = target.call("GET", "/api/v1/downloads").json();
        for (JsonNode download : all) {
            if (download.path("repo").asText().equals(repo)) {
                return download;
            }
        }
        return Target.JSON.createObjectNode();
    }

    /** Whatever those who send settings have made of it. */
    private void keepUnlimited(int poll) throws IOException, InterruptedException {
        if (poll % 10 == 9) {
            int status = target.call("PUT", "/api/v1/system/bandwidth-limit", Map.of("limit", ""))
                    .status();
            assert status > 0;
        }
    }

    private void act(String id, String action) throws IOException, InterruptedException {
        int status = target.call("POST", "/api/v1/downloads/" + id + "/" + action, Map.of())
                .status();
        assert status > 0;
    }

    /** Both, also when the server is killed between them: what is left would be taken for the next one's. */
    private void forget(String repo, String id) throws InterruptedException {
        for (String path : List.of("/api/v1/library/models/" + repo, "/api/v1/downloads/" + id)) {
            String last = "";
            for (int poll = 0; !last.isEmpty() || poll == 0; poll++) {
                if (poll == MAX_POLLS_AFTER_ROUND) {
                    target.findings().add("what cannot be deleted", path + ": " + last);
                    return;
                }
                last = delete(path);
                Thread.sleep(last.isEmpty() ? 0 : POLL_MILLIS);
            }
        }
    }

    /** Empty when it is gone, else what stood in the way. */
    private String delete(String path) throws InterruptedException {
        try {
            int status = target.call("DELETE", path).status();
            return status < 300 || status == 404 ? "" : "status " + status;
        } catch (IOException refused) {
            return refused.toString();
        }
    }
}
