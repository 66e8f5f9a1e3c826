package io.hfdownloader.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Calls that make no sense, that pretend, or that bring what belongs elsewhere. */
final class Calling {

    private static final String CLOSE = "Connection: close\r\n";

    private Calling() {}

    static List<Attack> all() {
        return List.of(
                Attack.of("generated calls", Calling::generated),
                Attack.of("generated bodies", Calling::bodies),
                Attack.of("long prefixes", Calling::prefixes),
                Attack.of("names of other hosts", Calling::hosts),
                Attack.of("HTTP/2 in the clear", Calling::http2),
                Attack.of("tokens as names", Calling::tokens),
                Attack.of("settings that make no sense", Calling::settings),
                Attack.of("bytes that are no HTTP", Calling::noise));
    }

    private static void generated(Target target, Random random) throws Exception {
        Garbage garbage = new Garbage(random);
        for (int i = 0; i < 40 && !target.isOver(); i++) {
            String host = random.nextInt(10) == 0 ? "" : "Host: localhost\r\n";
            String version =
                    garbage.any(List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/3.0", "HTTP", ""));
            String answer = ask(
                    target,
                    garbage.method() + " " + garbage.target() + " " + version + "\r\n" + host + CLOSE
                            + garbage.headers() + "\r\n" + (random.nextBoolean() ? garbage.json() : ""));
            assert answer != null;
        }
    }

    private static void bodies(Target target, Random random) throws Exception {
        Garbage garbage = new Garbage(random);
        List<String> paths = List.of(
                "/api/v1/downloads",
                "/api/v1/downloads/plan",
                "/api/v1/parse",
                "/download",
                "/api/update",
                "/api/delete",
                "/api/v1/system/machines",
                "/api/v1/system/token",
                "/api/v1/system/bandwidth-limit");
        for (int i = 0; i < 40 && !target.isOver(); i++) {
            post(target, random.nextInt(6) == 0 ? "PUT" : "POST", garbage.any(paths), garbage.json());
        }
    }

    private static void prefixes(Target target, Random random) throws Exception {
        for (int i = 0; i < 10; i++) {
            String part =
                    new Garbage(random).any(List.of("/a", "/", "/a-b.c~d", "/%41", "/..", "/a//", "/\u00e9", "a"));
            String prefix = part.repeat(1 + random.nextInt(7_000 / part.length()));
            for (String path : List.of("/", "/manage", "/api/v1/downloads", "/q/swagger-ui/")) {
                ask(
                        target,
                        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "X-Forwarded-Prefix: " + prefix
                                + "\r\n\r\n");
            }
        }
    }

    private static void hosts(Target target, Random random) throws Exception {
        Garbage garbage = new Garbage(random);
        for (int i = 0; i < 25 && !target.isOver(); i++) {
            String host = garbage.any(List.of(
                    "evil.example",
                    "localhost.evil.example",
                    "[::1",
                    "a:b:c",
                    "user@localhost",
                    "localhost:99999",
                    "127.0.0.1.nip.io",
                    "x".repeat(4_000),
                    "%31",
                    "",
                    " ",
                    garbage.text().replaceAll("[\r\n]", " ")));
            String lines = random.nextInt(5) == 0 ? "Host: localhost\r\nHost: " + host : "Host: " + host;
            ask(target, garbage.method() + " " + garbage.target() + " HTTP/1.1\r\n" + lines + "\r\n" + CLOSE + "\r\n");
            ask(target, "GET /api/status HTTP/1." + random.nextInt(2) + "\r\n" + CLOSE + "\r\n");
        }
    }

    private static void http2(Target target, Random random) throws Exception {
        Garbage garbage = new Garbage(random);
        for (int i = 0; i < 10 && !target.isOver(); i++) {
            int status = target.callByHttp2("POST", "/api/v1/parse", Map.of("text", garbage.text()))
                            .status()
                    + target.callByHttp2("GET", "/api/v1/downloads", "").status();
            assert status > 0;
        }
        byte[] frames = new byte[random.nextInt(4_000)];
        random.nextBytes(frames);
        try (RawClient client = target.connect()) {
            String answer = client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .send(random.nextBoolean() ? new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0} : new byte[0])
                    .send(frames)
                    .readSome(4_096);
            target.answers().record("HTTP/2", answer);
        }
    }

    private static void tokens(Target target, Random random) throws Exception {
        String token = target.secrets().plant(random);
        for (String written : List.of(
                token,
                "acme/" + token,
                token + "/x",
                "%68f_" + token.substring(3),
                "h\u200bf_" + token.substring(3),
                "Bearer " + token,
                "https://" + token + "@huggingface.co/acme/x",
                "https://user:" + token + "@huggingface.co/acme/x",
                "hf download acme/x --token " + token,
                "acme/x?token=" + token,
                "x" + token + "y")) {
            String text = Garbage.string(written);
            post(target, "POST", "/api/v1/downloads", "{\"repo\": " + text + "}");
            post(target, "POST", "/api/v1/downloads/plan", "{\"repo\": \"acme/new-name\", \"revision\": " + text + "}");
            post(target, "POST", "/api/v1/downloads", "{\"repo\": \"a/b\", \"variants\": [" + text + "]}");
            post(target, "POST", "/api/v1/downloads", "{\"repo\": \"a/b\", \"include\": [" + text + "]}");
            post(target, "POST", "/api/v1/parse", "{\"text\": " + text + "}");
            post(target, "POST", "/download", "{\"repo_id\": " + text + ", \"quant_pattern\": " + text + "}");
            post(target, "POST", "/api/delete", "{\"path\": " + text + "}");
            post(target, "PUT", "/api/v1/system/bandwidth-limit", "{\"limit\": " + text + "}");
            post(target, "PUT", "/api/v1/system/machines", "{\"machines\": [{\"name\": " + text + "}]}");
            post(target, "POST", "/api/v1/downloads", "{" + text + ": 1}");
            String quoted = written.replace(" ", "%20").replace("\u200b", "%E2%80%8B");
            for (String path : List.of("/api/v1/search?q=", "/api/v1/repos/models/acme/", "/api/v1/downloads/", "/")) {
                ask(target, "GET " + path + quoted + " HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + "\r\n");
            }
        }
        for (String header : List.of(
                "Host",
                "X-Forwarded-Prefix",
                "X-Forwarded-Host",
                "Origin",
                "Referer",
                "User-Agent",
                "Cookie",
                "Authorization",
                "Accept-Language",
                "Content-Type",
                "Last-Event-ID",
                "X-" + token)) {
            ask(
                    target,
                    "POST /api/v1/parse HTTP/1.1\r\n" + (header.equals("Host") ? "" : "Host: localhost\r\n") + CLOSE
                            + header + ": " + token + "\r\nContent-Length: 2\r\n\r\n{}");
        }
    }

    private static void settings(Target target, Random random) throws Exception {
        Garbage garbage = new Garbage(random);
        for (int i = 0; i < 20 && !target.isOver(); i++) {
            post(
                    target,
                    "PUT",
                    "/api/v1/system/bandwidth-limit",
                    "{\"limit\": " + Garbage.string(garbage.text()) + "}");
            post(
                    target,
                    "PUT",
                    "/api/v1/system/machines",
                    "{\"machines\": [{\"name\": " + Garbage.string(garbage.text()) + ", \"vramBytes\": "
                            + garbage.json() + "}], \"contextLength\": "
                            + garbage.any(List.of("8192", "-1", "0", "1e9", garbage.json())) + "}");
        }
        post(target, "PUT", "/api/v1/system/bandwidth-limit", "{\"limit\": \"\"}");
    }

    private static void noise(Target target, Random random) throws Exception {
        for (int i = 0; i < 10; i++) {
            byte[] bytes = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(bytes);
            if (random.nextInt(3) == 0) { // as a browser does that was told https
                bytes[0] = 0x16;
                bytes[bytes.length / 2] = 3;
            }
            try (RawClient client = target.connect()) {
                target.answers().record("noise", client.send(bytes).readSome(4_096));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private static void post(Target target, String method, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String answer = ask(
                target,
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + CLOSE
                        + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n"
                        + new String(body, StandardCharsets.ISO_8859_1));
        assert answer != null;
    }

    private static String ask(Target target, String request) {
        try {
            return target.raw(request);
        } catch (IOException closed) {
            return "";
        }
    }
}
