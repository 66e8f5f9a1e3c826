package io.hfdownloader.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What users may do, more often and in a worse order than any does. */
final class Downloading {

    private static final List<String> SAMPLES = List.of(
            "acme/tiny-sharded",
            "acme/two-formats",
            "acme/quants-GGUF",
            "acme/vision-GGUF",
            "acme/gated-model",
            "acme/new-name",
            "acme/odd-names",
            "acme/two-commits",
            "acme/on-xet",
            "acme/many-files");
    private static final List<String> ACTIONS =
            List.of("pause", "resume", "cancel", "retry", "move", "resume", "retry");

    private Downloading() {}

    static List<Attack> all() {
        return List.of(
                Attack.of("downloads begun, broken off and deleted", Downloading::cycle),
                Attack.of("many downloads at once", Downloading::burst),
                Attack.of("several huge plans at once", Downloading::hugePlans),
                Attack.of("looks at everything", Downloading::looks));
    }

    private static void cycle(Target target, Random random) throws Exception {
        for (Download download : Download.of(target, any(random, SAMPLES))) {
            for (int i = random.nextInt(10); i >= 0 && !target.isOver(); i--) {
                target.hold(random.nextInt(300));
                download.act(any(random, ACTIONS));
            }
            download.act("cancel");
            download.endBesideOthers();
        }
    }

    private static void burst(Target target, Random random) throws Exception {
        List<Download> begun = new ArrayList<>();
        for (String repo : SAMPLES) {
            begun.addAll(Download.of(target, repo));
        }
        target.hold(random.nextInt(3_000));
        for (Download download : begun) {
            download.endBesideOthers();
        }
    }

    private static void hugePlans(Target target, Random random) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 2 + random.nextInt(7); i > 0; i--) {
            String body = "{\"repo\": \"" + any(random, Repos.HUGE) + "\"}";
            clients.addAll(target.connectMany(
                    1,
                    "POST /api/v1/downloads/plan HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body));
        }
        try {
            for (RawClient client : clients) {
                switch (random.nextInt(4)) {
                    case 0 -> target.hold(random.nextInt(4_000));
                    case 1 -> target.answers().record("a huge plan", client.readSome(1_000));
                    default ->
                        target.answers().record("a huge plan", client.await().read());
                }
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static void looks(Target target, Random random) throws Exception {
        List<String> paths = List.of(
                "/",
                "/manage",
                "/fragments/downloads",
                "/fragments/library",
                "/api/models",
                "/api/v1/library",
                "/api/v1/downloads",
                "/api/v1/system",
                "/q/metrics",
                "/q/health/ready",
                "/q/openapi",
                "/api/v1/search?q=a",
                "/api/v1/repos/models/acme/quants-GGUF",
                "/api/v1/shapes/models/acme/quants-GGUF",
                "/api/v1/repos/models/acme/private-model",
                "/api/v1/revisions/models/acme/two-commits");
        for (int i = 0; i < 40 && !target.isOver(); i++) {
            int status = target.call("GET", any(random, paths)).status();
            assert status > 0;
        }
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
