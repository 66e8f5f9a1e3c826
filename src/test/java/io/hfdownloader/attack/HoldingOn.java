package io.hfdownloader.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clients that take a place and do not go: unfinished requests, slow ones, silent ones, and those that hang up. */
final class HoldingOn {

    private static final String POST = "POST /api/v1/downloads HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: ";
    private static final String EVENTS = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final List<String> LARGE = List.of(
            "/q/openapi",
            "/manage",
            "/",
            "/q/metrics",
            "/api/v1/library",
            "/api/v1/bin",
            "/api/v1/leftovers",
            "/api/v1/tasks");

    private HoldingOn() {}

    static List<Attack> all() {
        return List.of(
                Attack.of("unfinished POSTs of 990 kB", (target, random) -> unfinished(target, random, 990_000)),
                Attack.of("unfinished POSTs of 60 kB", (target, random) -> unfinished(target, random, 60_000)),
                Attack.of("half requests", HoldingOn::halfRequests),
                Attack.of("slow bodies", HoldingOn::slowBodies),
                Attack.of("slow heads", HoldingOn::slowHeads),
                Attack.of(
                        "idle connections",
                        (target, random) -> hold(target, random, target.connectMany(100 + random.nextInt(500), ""))),
                Attack.of(
                        "idle connections after an answer",
                        (target, random) -> hold(
                                target,
                                random,
                                target.connectMany(
                                        50 + random.nextInt(300),
                                        "GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n"))),
                Attack.of("listeners that reset", HoldingOn::listeners),
                Attack.of("answers that nobody reads", HoldingOn::unread),
                Attack.of("thousands of requests that nobody reads the answers of", HoldingOn::flooded),
                Attack.of("streams of HTTP/2 without a window", HoldingOn::windowless),
                Attack.of("streams of HTTP/2 that are cancelled at once", HoldingOn::cancelled),
                Attack.of("many requests on one connection", HoldingOn::pipelined),
                Attack.of("polls of the status", HoldingOn::polls));
    }

    private static void unfinished(Target target, Random random, int length) throws Exception {
        String body = "{\"repo\": \"" + "x".repeat(length - 12 - random.nextInt(1_000));
        int count = 20 + random.nextInt(length > 100_000 ? 150 : 400);
        hold(target, random, target.connectMany(count, POST + length + "\r\n\r\n" + body));
    }

    private static void halfRequests(Target target, Random random) throws Exception {
        String head = "GET /api/status HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + "p".repeat(random.nextInt(6_000));
        String part = head.substring(0, 1 + random.nextInt(head.length()));
        hold(target, random, target.connectMany(100 + random.nextInt(500), part));
    }

    private static void slowBodies(Target target, Random random) throws Exception {
        List<RawClient> clients = target.connectMany(10 + random.nextInt(40), POST + "500\r\n\r\n{\"repo\": \"");
        for (int i = 0; i < 60 && !target.isOver(); i++) {
            for (RawClient client : clients) {
                sendQuietly(client, "x");
            }
            target.hold(100 + random.nextInt(200));
        }
        end(clients, random);
    }

    private static void slowHeads(Target target, Random random) throws Exception {
        List<RawClient> clients = target.connectMany(50 + random.nextInt(200), "GET /api/status HTTP/1.1\r\nX-P: ");
        for (int i = 0; i < 40 && !target.isOver(); i++) {
            for (RawClient client : clients) {
                sendQuietly(client, "x");
            }
            target.hold(100 + random.nextInt(300));
        }
        end(clients, random);
    }

    /** More than what sockets keep on their way: they stop to be read, or are closed, while they still send. */
    private static void flooded(Target target, Random random) throws Exception {
        String path = LARGE.get(random.nextInt(LARGE.size()));
        List<RawClient> clients = target.connectMany(5 + random.nextInt(20), "");
        for (RawClient client : clients) {
            sendQuietly(client, ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(1_000));
        }
        hold(target, random, clients);
    }

    private static void windowless(Target target, Random random) throws Exception {
        Http2Frames frames = new Http2Frames(random.nextInt(3) * 1_000);
        for (int i = 0; i < 150; i++) {
            frames.get(2 * i + 1, LARGE.get(random.nextInt(LARGE.size())));
        }
        hold(target, random, http2(target, 5 + random.nextInt(20), frames));
    }

    private static void cancelled(Target target, Random random) throws Exception {
        Http2Frames frames = new Http2Frames(65_535);
        for (int i = 0; i < 1_000; i++) {
            frames.get(2 * i + 1, LARGE.get(random.nextInt(LARGE.size()))).cancel(2 * i + 1);
        }
        hold(target, random, http2(target, 2 + random.nextInt(8), frames));
    }

    private static List<RawClient> http2(Target target, int count, Http2Frames frames) throws Exception {
        return target.connectMany(count, new String(frames.toBytes(), StandardCharsets.ISO_8859_1));
    }

    private static void listeners(Target target, Random random) throws Exception {
        List<RawClient> clients = target.connectMany(5 + random.nextInt(60), EVENTS);
        target.hold(random.nextInt(3_000));
        for (RawClient client : clients) {
            try {
                target.answers().record("GET /api/v1/events", client.readSome(64 * 1024));
                client.reset();
            } catch (IOException gone) {
                client.close();
            }
        }
    }

    private static void unread(Target target, Random random) throws Exception {
        List<String> paths = List.of("/api/v1/downloads", "/api/models", "/", "/manage", "/q/openapi", "/q/metrics");
        String path = paths.get(random.nextInt(paths.size()));
        hold(
                target,
                random,
                target.connectMany(
                        20 + random.nextInt(80), ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(20)));
    }

    private static void pipelined(Target target, Random random) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.addAll(target.connectMany(
                    1, "GET /api/v1/system HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1 + random.nextInt(300))));
        }
        target.hold(random.nextInt(1_000));
        end(clients, random);
    }

    private static void polls(Target target, Random random) throws Exception {
        int count = 50 + random.nextInt(200);
        for (int i = 0; i < count && !target.isOver(); i++) {
            long begun = System.nanoTime();
            if (target.call("GET", "/api/status").isGood()) {
                target.answers().statusTook(System.nanoTime() - begun);
            }
            target.hold(random.nextInt(20));
        }
    }

    private static void hold(Target target, Random random, List<RawClient> clients) throws Exception {
        long most = random.nextInt(8) == 0 ? 35_000 : 6_000; // bodies have half a minute
        target.hold(500 + random.nextInt((int) most));
        end(clients, random);
    }

    /** Some say goodbye, some do not, and some take what there is first. */
    private static void end(List<RawClient> clients, Random random) throws IOException {
        for (RawClient client : clients) {
            switch (random.nextInt(3)) {
                case 0 -> client.reset();
                default -> client.close();
            }
        }
    }

    private static void sendQuietly(RawClient client, String text) {
        try {
            RawClient same = client.send(text);
            assert same == client;
        } catch (IOException closedByTheServer) {
            return;
        }
    }
}
