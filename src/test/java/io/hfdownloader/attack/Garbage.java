package io.hfdownloader.attack;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** What nobody means: methods, paths, headers, texts and JSON, by chance. */
final class Garbage {

    private static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "POST",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "get",
            "PRI",
            "G\u0000T",
            "PROPFIND",
            "A".repeat(300),
            "");
    private static final List<String> PATHS = List.of(
            "/",
            "/manage",
            "/fragments/downloads",
            "/fragments/library",
            "/fragments/model",
            "/fragments/model-card",
            "/static/texts/en.js",
            "/api/status",
            "/api/models",
            "/api/list",
            "/download",
            "/api/download",
            "/api/update",
            "/api/models/update",
            "/api/delete",
            "/api/models/delete",
            "/api/v1/downloads",
            "/api/v1/downloads/plan",
            "/api/v1/downloads/00000000-0000-0000-0000-000000000000",
            "/api/v1/downloads/00000000-0000-0000-0000-000000000000/pause",
            "/api/v1/downloads/nonsense/move",
            "/api/v1/search",
            "/api/v1/repos/models/acme/tiny-sharded",
            "/api/v1/repos/datasets/acme/sample-data",
            "/api/v1/revisions/models/acme/two-commits",
            "/api/v1/shapes/models/acme/quants-GGUF",
            "/api/v1/library",
            "/api/v1/library/models/acme/nothing",
            "/api/v1/parse",
            "/api/v1/system",
            "/api/v1/system/bandwidth-limit",
            "/api/v1/system/machines",
            "/api/v1/system/token",
            "/q/openapi",
            "/q/swagger-ui/",
            "/q/health/live",
            "/q/health/ready",
            "/q/metrics",
            "/static/",
            "/favicon.ico",
            "*",
            "http://localhost/api/status",
            "//api/status",
            "/api/v1/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/api/v1/repos/models/%00/%ff",
            "/api/v1/repos/models/..%2f..%2f/x");
    private static final List<String> QUERIES = List.of(
            "q",
            "type",
            "sort",
            "limit",
            "revision",
            "variant",
            "path",
            "repo",
            "now",
            "lang",
            "context",
            "machine",
            "id");
    private static final List<String> HEADERS = List.of(
            "Content-Type",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "X-Forwarded-Prefix",
            "X-Forwarded-Host",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "Forwarded",
            "Origin",
            "Sec-Fetch-Site",
            "Referer",
            "Cookie",
            "Authorization",
            "Last-Event-ID",
            "Range",
            "If-None-Match",
            "If-Modified-Since",
            "Transfer-Encoding",
            "Content-Length",
            "Content-Encoding",
            "Connection",
            "Upgrade",
            "HTTP2-Settings",
            "Expect",
            "TE",
            "Trailer",
            "Host",
            "X-HTTP-Method-Override",
            "X-Request-Id",
            "traceparent");
    private static final List<String> FIELDS = List.of(
            "repo",
            "type",
            "revision",
            "variants",
            "include",
            "exclude",
            "quantPattern",
            "repo_id",
            "quant_pattern",
            "path",
            "text",
            "limit",
            "machines",
            "contextLength",
            "position",
            "name",
            "vramBytes",
            "",
            "__proto__");
    private static final List<String> SPICES = List.of(
            "<script>alert(1)</script>",
            "'\"><img src=x onerror=alert(1)>",
            "{{7*7}}",
            "${jndi:ldap://x}",
            "{#if}",
            "../../../etc/passwd",
            "\\..\\..",
            "%s%n%d",
            "\u202e\u200b",
            "\ud83e\udd17",
            "\ud800",
            "\u0000",
            "a/b",
            "acme/tiny-sharded",
            "acme/tiny-sharded:Q4_K_M@dev",
            "gpt2",
            "*",
            "**/*.gguf",
            "[",
            "[a-",
            "(a+)+$",
            "NaN",
            "-1",
            "1e999",
            "99999999999999999999",
            "20Mi",
            "20Mb",
            "5M, 22:00-07:00 = unlimited",
            "null",
            "true",
            "https://huggingface.co/acme/x/tree/main",
            "git clone https://u:p@hf.co/a/b",
            "hf download a/b --include",
            "docker run --gpus all x --model acme/x",
            "\r\nX-Injected: yes",
            "\t",
            " ",
            "");

    private final Random random;

    Garbage(Random random) {
        this.random = random;
    }

    String method() {
        return any(METHODS);
    }

    /** Path and query of a request line. */
    String target() {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "/hf-downloader" : "").append(any(PATHS));
        if (random.nextInt(5) == 0) {
            text.append('/').append(quoted(text()));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(text.indexOf("?") < 0 ? '?' : '&')
                    .append(any(QUERIES))
                    .append('=')
                    .append(quoted(text()));
        }
        return text.toString();
    }

    /** Lines of headers, without the host's. */
    String headers() {
        StringBuilder lines = new StringBuilder();
        int count = random.nextInt(20) == 0 ? 500 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            lines.append(any(HEADERS))
                    .append(random.nextInt(30) == 0 ? " " : ": ")
                    .append(random.nextInt(40) == 0 ? text() : text().replaceAll("[\r\n\u0000]", " "))
                    .append("\r\n");
        }
        return lines.toString();
    }

    String json() {
        return json(random.nextInt(5));
    }

    private String json(int depth) {
        return switch (random.nextInt(depth <= 0 ? 6 : 12)) {
            case 0 -> "null";
            case 1 ->
                any(List.of("1", "-1", "1e400", "0.1", "99999999999999999999999", "1".repeat(2_000), "true", "00"));
            case 2, 3, 4 -> string(text());
            case 5 ->
                random.nextInt(20) == 0 ? "[".repeat(20_000) : any(List.of("", "{", "nul", "\"", "{\"repo\":", "]"));
            case 6, 7 -> "[" + list(depth, each -> json(each)) + "]";
            default -> "{" + list(depth, each -> string(any(FIELDS)) + ": " + json(each)) + "}";
        };
    }

    private String list(int depth, Function<Integer, String> each) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(each.apply(depth - 1)).append(i == 0 ? "" : ", ");
        }
        return text.toString();
    }

    static String string(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                + '"';
    }

    /** Anything, up to some thousand characters. */
    String text() {
        return switch (random.nextInt(8)) {
            case 0 -> anyCharacters(random.nextInt(40));
            case 1 -> any(SPICES).repeat(1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 3));
            case 2 -> any(SPICES) + any(SPICES) + any(SPICES);
            default -> any(SPICES);
        };
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String anyCharacters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
        }
        return text.toString();
    }

    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (char character : text.toCharArray()) {
            boolean plain = character > ' ' && character < 127 && character != '&' && character != '#';
            quoted.append(plain ? String.valueOf(character) : String.format("%%%02x", character & 0xff));
        }
        return quoted.toString();
    }
}
