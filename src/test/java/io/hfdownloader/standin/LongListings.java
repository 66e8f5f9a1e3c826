package io.hfdownloader.standin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A Hub that has nothing but listings, as long as their names say: {@code acme/large-NUMBER-FILES}, or {@code acme/gguf-NUMBER-FILES} for one of
 * quantizations. They are made while they are sent, in pages that link to each other, and nothing of them is held.
 */
public final class LongListings implements AutoCloseable {

    private static final int PAGE = 1_000;
    private static final Pattern REPO = Pattern.compile("/api/models/(acme/(large|gguf)-(\\d+)-(\\d+))(/.*)?");
    private static final Pattern CURSOR = Pattern.compile("cursor=(\\d+)");
    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");

    static {
        // else the last chunk of each page waits 40 ms for an acknowledgement, which 300 pages in a row make twelve
        // seconds of
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private LongListings(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** For the benchmark: on this port, until it is ended. */
    public static void main(String[] port) throws IOException {
        System.out.println("ready at " + new LongListings(Integer.parseInt(port[0])).endpoint());
    }

    public static LongListings start() {
        try {
            return new LongListings(0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher repo = REPO.matcher(exchange.getRequestURI().getPath());
        if (!repo.matches()) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        IntFunction<String> paths = repo.group(2).equals("gguf") ? LongListings::quant : LongListings::text;
        long number = Long.parseLong(repo.group(3));
        int files = Integer.parseInt(repo.group(4));
        String rest = repo.group(5) == null ? "" : repo.group(5);
        if (rest.startsWith("/tree/")) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            int from = number(CURSOR, query, 0);
            int to = Math.min(files, from + number(LIMIT, query, PAGE));
            if (to < files) {
                String next = endpoint() + exchange.getRequestURI().getPath() + "?recursive=true&cursor=" + to;
                exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
            }
            send(exchange, "[", from, to, row -> entry(number, row, paths.apply(row)), "]");
        } else if (rest.startsWith("/refs")) {
            send(exchange, "{\"branches\":[],\"tags\":[],\"converts\":[]}", 0, 0, row -> "", "");
        } else {
            String head =
                    "{\"id\":\"%s\",\"sha\":\"%040x\",\"private\":false,\"gated\":false,\"tags\":[],\"siblings\":["
                            .formatted(repo.group(1), number * 1_000_003 + files);
            send(exchange, head, 0, files, row -> "{\"rfilename\":\"" + paths.apply(row) + "\"}", "]}");
        }
    }

    private static int number(Pattern name, String query, int usual) {
        Matcher found = name.matcher(query);
        return found.find() ? Integer.parseInt(found.group(1)) : usual;
    }

    private static String text(int row) {
        return "data/part-%04d/a-file-of-some-length-%07d.txt".formatted(row / PAGE, row);
    }

    private static String quant(int row) {
        return "q%d/m-Q%d_K-%d.gguf".formatted(row / 100, 2 + row % 7, row % 100);
    }

    /** Each second one in LFS and on Xet. */
    private static String entry(long number, int row, String path) {
        String oid = "%040x".formatted(number << 32 | row);
        String file =
                "{\"type\":\"file\",\"oid\":\"" + oid + "\",\"size\":" + (row + 1_000) + ",\"path\":\"" + path + "\"";
        String sha256 = oid + oid.substring(16);
        return row % 2 == 0
                ? file + "}"
                : file + ",\"lfs\":{\"oid\":\"" + sha256 + "\",\"size\":" + (row + 1_000)
                        + ",\"pointerSize\":134},\"xetHash\":\"" + sha256 + "\"}";
    }

    private static void send(
            HttpExchange exchange, String head, int from, int to, IntFunction<String> entry, String tail)
            throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(head.getBytes(StandardCharsets.UTF_8));
            IntStream.range(from, to).forEach(row -> {
                try {
                    body.write(((row == from ? "" : ",") + entry.apply(row)).getBytes(StandardCharsets.UTF_8));
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            body.write(tail.getBytes(StandardCharsets.UTF_8));
        }
    }
}
