package io.hfdownloader.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.cache.MappedList;
import io.hfdownloader.catalog.ListingBudget;
import io.hfdownloader.hub.HubClients;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Long answers, and clients that take them slowly or not at all. */
@Tag("http")
class JsonStreamTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentHashMap<String, Supplier<Answer>> answers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Boolean> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();
    private HttpServer server;

    record Answer(String first, @JsonUnwrapped Part part, List<Integer> numbers, String last) {}

    record Part(List<Entry> entries, List<Entry> few) {}

    record Entry(String name, List<String> pieces) {}

    @BeforeEach
    void start() {
        ListingBudget budget = new ListingBudget(HubClients.of(vertx, "http://127.0.0.1:9", null));
        JsonStream patient = new JsonStream(budget, JSON, LIMIT);
        JsonStream hasty = new JsonStream(budget, JSON, Duration.ofMillis(300));
        Router router = Router.router(vertx);
        router.get().handler(request -> {
            request.response().setChunked(true);
            request.addEndHandler(end -> ended.add(end.succeeded()));
            boolean isSlow = request.request().path().startsWith("/slow");
            (isSlow ? hasty : patient)
                    .of(
                            request,
                            permit -> Uni.createFrom()
                                    .item(() -> answers.get(request.request().path())
                                            .get()))
                    .subscribe()
                    .withSubscriber(new Sending(request));
        });
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        var closed = vertx.close();
        Awaitility.await().until(closed::isComplete);
    }

    /** As the framework does it: the next part when the last one is on its way. */
    private record Sending(RoutingContext request, Flow.Subscription[] parts) implements Flow.Subscriber<byte[]> {

        Sending(RoutingContext request) {
            this(request, new Flow.Subscription[1]);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            parts[0] = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(byte[] part) {
            var written = request.response()
                    .write(Buffer.buffer(part))
                    .onSuccess(done -> parts[0].request(1))
                    .onFailure(gone -> parts[0].cancel());
            assertThat(written).isNotNull();
        }

        @Override
        public void onError(Throwable failure) {
            request.fail(failure);
        }

        @Override
        public void onComplete() {
            var over = request.response().end();
            assertThat(over).isNotNull();
        }
    }

    @Test
    void anAnswerIsTheSameHoweverLongItsListsAre() throws Exception {
        for (int length : List.of(0, 1, 2, 63, 64, 65, 5_000)) {
            answers.put("/" + length, () -> answer(length));
            String text = get("/" + length);
            Answer whole = answer(length);
            JsonNode expected = JSON.valueToTree(whole);
            assertThat(JSON.readTree(text)).isEqualTo(expected);
            assertThat(text).isEqualTo(JSON.writeValueAsString(whole));
        }
        Awaitility.await().atMost(LIMIT).until(() -> ended.size() == 7); // the client may know it first
        assertThat(ended).containsOnly(true);
    }

    @Test
    void whoTakesNothingIsGivenUpAndWhatItIsOfIsNotMade() throws IOException {
        answers.put("/slow", () -> answer(1_000_000));
        try (Socket socket = ask("/slow")) {
            Awaitility.await().atMost(LIMIT).until(() -> !ended.isEmpty());
            assertThat(ended).containsExactly(false);
            assertThat(made).hasValueLessThan(500_000);
            assertThat(isCut(socket)).isTrue();
        }
    }

    /** 30 MB of files over a line of 50 kB/s. */
    @ParameterizedTest
    @CsvSource({"50, false, 10", "11, false, 10", "9, false, 0", "50, true, 0", "110, true, 10"})
    void aSlowLineHasItsAnswerUnlessOthersWaitForTheMemory(long rate, boolean isAwaited, long seconds) {
        long sent = 30_000_000;
        long tookNanos = Duration.ofSeconds(sent / 1_000 / rate).toNanos();
        assertThat(JsonStream.waitNanos(Duration.ofSeconds(10).toNanos(), sent, tookNanos, isAwaited))
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    /** A model may have a hundred thousand files, and each of them may have others. */
    @Test
    void theListsOfAnEntryAreNotMadeAtOnceEither() throws Exception {
        answers.put("/slow/deep", () -> deep(1_000_000));
        try (Socket socket = ask("/slow/deep")) {
            Awaitility.await().atMost(LIMIT).until(() -> !ended.isEmpty());
            assertThat(made).hasValueLessThan(500_000);
            assertThat(isCut(socket)).isTrue();
        }
        for (int length : List.of(0, 1, 3_000)) {
            answers.put("/deep/" + length, () -> deep(length));
            assertThat(get("/deep/" + length)).isEqualTo(JSON.writeValueAsString(deep(length)));
        }
    }

    private Answer deep(int length) {
        List<Integer> rows = IntStream.range(0, length).boxed().toList();
        Entry many = new Entry("long", new MappedList<>(rows, this::piece));
        return new Answer(
                "",
                new Part(new MappedList<>(List.of(many, many), entry -> entry), List.of()),
                new MappedList<>(List.<Integer>of(), number -> number),
                "");
    }

    private String piece(int row) {
        made.incrementAndGet();
        return "piece " + row;
    }

    @Test
    void whileAClientTakesNothingNoWorkerWaitsForIt() throws IOException {
        answers.put("/slow", () -> answer(1_000_000));
        try (Socket socket = ask("/slow")) {
            Awaitility.await().atMost(LIMIT).until(() -> made.get() > 1_000);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> Thread.getAllStackTraces().values().stream()
                            .flatMap(java.util.Arrays::stream)
                            .noneMatch(frame -> frame.getClassName().contains("JsonStream$Slices")));
            assertThat(socket.isConnected()).isTrue();
        }
        Awaitility.await().atMost(LIMIT).until(() -> !ended.isEmpty());
    }

    @Test
    void nothingOfAnAnswerStaysWhenItWasSent() throws Exception {
        WeakReference<Answer> sent = send();
        Awaitility.await().atMost(LIMIT).until(() -> {
            System.gc();
            return sent.get() == null;
        });
    }

    private WeakReference<Answer> send() throws Exception {
        Answer answer = answer(1_000);
        answers.put("/once", () -> answer);
        assertThat(get("/once")).isNotEmpty();
        answers.clear();
        return new WeakReference<>(answer);
    }

    private Answer answer(int length) {
        List<Integer> rows = IntStream.range(0, length).boxed().toList();
        return new Answer(
                "\"{[,",
                new Part(new MappedList<>(rows, this::entry), List.of(entry(7))),
                new MappedList<>(rows, row -> row * row),
                "]}");
    }

    private Entry entry(int row) {
        made.incrementAndGet();
        return new Entry("\u65e5\u672c, " + row, new MappedList<>(List.of("a", "b"), piece -> piece + row));
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                                .timeout(LIMIT)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private Socket ask(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What came before the end is no whole answer. */
    private static boolean isCut(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            byte[] rest = in.readAllBytes();
            return !new String(rest, StandardCharsets.UTF_8).endsWith("0\r\n\r\n");
        } catch (SocketException reset) {
            return true;
        }
    }
}
