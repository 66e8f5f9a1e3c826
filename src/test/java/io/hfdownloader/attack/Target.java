package io.hfdownloader.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hfdownloader.standin.HubStandIn;

/** What an attack is run against during one round: the server, its Hub, and the ways to both. Safe for all threads. */
final class Target {

    static final ObjectMapper JSON = new ObjectMapper();

    /** More than the server takes, so that some find no place. */
    private static final int MAX_CONNECTIONS = 1_100;

    private static final int READ_MILLIS = 2_500;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = client(HttpClient.Version.HTTP_1_1);
    private static final HttpClient HTTP_2 = client(HttpClient.Version.HTTP_2);

    private final int port;
    private final HubStandIn hub;
    private final Repos repos;
    private final ElsewhereServer elsewhere;
    private final Path models;
    private final Secrets secrets;
    private final Findings findings;
    private final Answers answers;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);
    private volatile CountDownLatch over = new CountDownLatch(1);

    /** Status and body. */
    record Answer(int status, String text) {

        boolean isGood() {
            return status / 100 == 2;
        }

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException noJson) {
                return MissingNode.getInstance();
            }
        }
    }

    Target(int port, HubStandIn hub, Repos repos, ElsewhereServer elsewhere, Path models, Findings findings) {
        this.port = port;
        this.hub = hub;
        this.repos = repos;
        this.elsewhere = elsewhere;
        this.models = models;
        this.findings = findings;
        this.secrets = new Secrets();
        this.answers = new Answers(findings);
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    HubStandIn hub() {
        return hub;
    }

    Repos repos() {
        return repos;
    }

    ElsewhereServer elsewhere() {
        return elsewhere;
    }

    Path models() {
        return models;
    }

    Secrets secrets() {
        return secrets;
    }

    Findings findings() {
        return findings;
    }

    Answers answers() {
        return answers;
    }

    // --- time --------------------------------------------------------------------------------------------------

    void beginRound() {
        over = new CountDownLatch(1);
    }

    void endRound() {
        over.countDown();
    }

    /** No attack begins any more, and those under way end soon. */
    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits so long, or until the round is over. */
    void hold(long millis) throws InterruptedException {
        boolean ended = over.await(millis, TimeUnit.MILLISECONDS);
        assert !ended || isOver();
    }

    // --- ways in -----------------------------------------------------------------------------------------------

    RawClient connect() throws IOException {
        connections.acquireUninterruptibly();
        return new RawClient(new InetSocketAddress("127.0.0.1", port), READ_MILLIS, connections::release);
    }

    /** No client may be left when a round is over: what it holds would be counted to the server. */
    void expectNoClients() {
        if (connections.availablePermits() < MAX_CONNECTIONS) {
            findings.add("a fault of the attack itself", "clients that were not closed");
        }
    }

    /** As many connections as there is room for, each after it has sent this. Those that were refused are missing. */
    List<RawClient> connectMany(int count, String sent) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count && !isOver() && connections.availablePermits() > 50; i++) {
            try {
                RawClient client = connect();
                clients.add(client);
                client.send(sent);
            } catch (IOException refused) {
                continue;
            }
        }
        return clients;
    }

    /** Sends this on a connection of its own and looks at what comes back. */
    String raw(String request) throws IOException {
        try (RawClient client = connect()) {
            String answer = client.send(request).read();
            answers.record(request.length() > 600 ? request.substring(0, 600) : request, answer);
            return answer;
        }
    }

    /** A call as a script makes it; a body is sent as JSON. */
    Answer call(String method, String path, Object body) throws IOException, InterruptedException {
        return call(HTTP, method, path, body);
    }

    Answer call(String method, String path) throws IOException, InterruptedException {
        return call(HTTP, method, path, Map.of());
    }

    /** The same, by a client that offers to change to HTTP/2. */
    Answer callByHttp2(String method, String path, Object body) throws IOException, InterruptedException {
        return call(HTTP_2, method, path, body);
    }

    private Answer call(HttpClient client, String method, String path, Object body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(CALL_LIMIT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET") || method.equals("DELETE")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        answers.record(
                method + " " + path + " " + body,
                response.statusCode(),
                response.headers().map() + "\n" + response.body());
        return new Answer(response.statusCode(), response.body());
    }
}
