package io.hfdownloader.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hfdownloader.standin.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * A mirror of a Hub, below a path of a server of its own: passes on what the Hub answers, as reverse proxies do, and so
 * also paths and links in its headers that know nothing of the mirror. What it gets wrong besides is ordered. Safe for all
 * threads.
 */
public final class MirrorStandIn implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final List<String> PASSED_ON =
            List.of("Authorization", "Range", "If-Range", "Accept", "Accept-Encoding");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final @Nullable HubStandIn hub;
    private final String prefix;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<Oddity> oddities = new CopyOnWriteArrayList<>();

    private record Oddity(String part, UnaryOperator<Response> change) {}

    private MirrorStandIn(@Nullable HubStandIn hub, String prefix) throws IOException {
        this.hub = hub;
        this.prefix = prefix;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(HOST), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** @param prefix the path below which it is, such as {@code /hf}; or empty */
    public static MirrorStandIn of(HubStandIn hub, String prefix) throws IOException {
        return new MirrorStandIn(hub, prefix);
    }

    /** A place that a Hub has left: whatever is asked for, it is in another place now. */
    public static MirrorStandIn movedTo(String place, int status) throws IOException {
        MirrorStandIn left = new MirrorStandIn(null, "");
        left.answer(
                "",
                response -> Response.redirect(status, place + response.headers().get("Asked")));
        return left;
    }

    /** What {@code HF_ENDPOINT} is to be set to. */
    public String endpoint() {
        return "http://" + HOST + ":" + server.getAddress().getPort() + prefix;
    }

    /** Answers to requests whose path and query contain this are changed so from now on. */
    public void answer(String part, UnaryOperator<Response> change) {
        oddities.add(new Oddity(part, change));
    }

    /** A header is not passed on. */
    public void drop(String header) {
        answer("", response -> without(response, header));
    }

    /** A header is changed where there is one. */
    public void rewrite(String header, UnaryOperator<String> change) {
        answer("", response -> {
            String value = response.headers().get(header);
            return value == null ? response : response.with(header, change.apply(value));
        });
    }

    /** From now on it makes no mistakes. */
    public void behave() {
        oddities.clear();
    }

    /** Path and query of all requests that came. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** All tokens that came. */
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            asked.add(target);
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(tokens::add);
            Response response = response(exchange, target);
            for (Oddity oddity : oddities) {
                if (target.contains(oddity.part())) {
                    response = oddity.change().apply(response);
                }
            }
            Map<String, String> headers = response.headers();
            headers.forEach((name, value) -> {
                if (!name.equalsIgnoreCase("Content-Length")) {
                    exchange.getResponseHeaders().add(name, value);
                }
            });
            byte[] body = response.text();
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Response response(HttpExchange exchange, String target) throws IOException, InterruptedException {
        if (hub == null) {
            return Response.empty(404).with("Asked", target);
        }
        if (!target.startsWith(prefix + "/")) {
            return Response.text(404, "text/html", "<html>Something else is here.</html>");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.endpoint() + target.substring(prefix.length())));
        PASSED_ON.forEach(
                name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                        .ifPresent(value -> request.header(name, value)));
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Response passed = Response.bytes(answer.statusCode(), Map.of(), answer.body());
        for (Map.Entry<String, List<String>> header : answer.headers().map().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("transfer-encoding")) {
                passed = passed.with(nameOf(header.getKey()), header.getValue().get(0));
            }
        }
        return passed;
    }

    /** As the stand-in writes them, whatever a client makes of their letters. */
    private static String nameOf(String header) {
        List<String> words = new ArrayList<>();
        for (String word : header.split("-")) {
            words.add(word.substring(0, 1).toUpperCase(Locale.ROOT)
                    + word.substring(1).toLowerCase(Locale.ROOT));
        }
        return String.join("-", words);
    }

    private static Response without(Response response, String header) {
        Map<String, String> rest = new LinkedHashMap<>(response.headers());
        rest.remove(header);
        return new Response(response.status(), rest, response.text(), response.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
