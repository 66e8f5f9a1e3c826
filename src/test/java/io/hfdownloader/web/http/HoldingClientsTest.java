package io.hfdownloader.web.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.attack.Http2Frames;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.web.ErrorLogCapture;
import io.hfdownloader.web.HubStandInResource;
import io.hfdownloader.web.ServiceClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.hfdownloader.web.ServiceClient.get;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients that connect and ask for nothing, or ask and do not read: what they hold, and that others are served. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class HoldingClientsTest {

    /** More than a hundred thousand characters. */
    private static final String LARGE = "/q/openapi";

    private static final String UNREAD_BYTES = "hf_downloader_answers_unread_bytes";
    private static final String OPEN = "hf_downloader_connections_open";
    private static final int MIB = 1 << 20;

    @TestHTTPResource("/")
    URI address;

    HubStandIn hub;

    /** Vert.x tells of a connection when its first bytes have come. */
    @Test
    void aConnectionIsCountedBeforeItHasSaidAnything() throws IOException {
        double before = metric(OPEN);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                silent.add(connect());
            }
            ServiceClient.await().until(() -> metric(OPEN) >= before + 20);
        } finally {
            closeAll(silent);
        }
        ServiceClient.await().until(() -> metric(OPEN) < before + 20);
    }

    /** Answers would pile up in memory: the next one is made when the client has read those before it. */
    @Test
    void aClientThatAsksAndDoesNotReadIsNotAnsweredFurther() throws IOException {
        int asked = 150;
        try (Socket client = connect()) {
            client.getOutputStream()
                    .write(("GET " + LARGE + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .repeat(asked - 1)
                            .getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream()
                    .write(("GET /api/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            ServiceClient.await().until(() -> metric(UNREAD_BYTES) > 0);
            assertThat(get("/api/status").getString("status")).isEqualTo("idle");
            assertThat(metric(UNREAD_BYTES)).isBetween(1.0, (double) MIB);

            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 200 OK", -1))
                    .as("all, once they are read")
                    .hasSize(asked + 1);
        }
        ServiceClient.await().until(() -> metric(UNREAD_BYTES) == 0);
    }

    /** What waits for the answers before it is paused, and somebody has to resume it. */
    @Test
    void aRequestThatHadToWaitIsAnsweredAlsoWhenItsBodyComesLater() throws IOException {
        int before = 30;
        String body = "{\"text\": \"acme/sample\"}";
        try (Socket client = connect()) {
            String asked = ("GET " + LARGE + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(before)
                    + "POST /api/v1/parse HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
            assertThat(asked.length()).as("one read").isLessThan(2_048);
            client.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
            ServiceClient.await().until(() -> metric(UNREAD_BYTES) > 0);
            client.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(before + 2);
        }
    }

    /** A paste in an odd client's frames: six bytes at the socket for each of its own. */
    @Test
    void aBodyInChunksOfOneByteIsAnswered() throws IOException {
        String body = "{\"text\": \"acme/sample" + " ".repeat(200_000) + "\"}";
        StringBuilder asked = new StringBuilder("POST /api/v1/parse HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        body.chars().forEach(each -> asked.append("1\r\n").append((char) each).append("\r\n"));
        try (Socket client = connect()) {
            client.getOutputStream().write(asked.append("0\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void answersOverHttp2ThatNobodyTakesAreCountedAndThereIsALimitOfThem() throws IOException {
        int streams = 90;
        Http2Frames frames = new Http2Frames(0);
        for (int i = 0; i < streams; i++) {
            frames.get(2 * i + 1, LARGE);
        }
        try (Socket client = connect()) {
            client.getOutputStream().write(frames.toBytes());
            ServiceClient.await().until(() -> metric(UNREAD_BYTES) > MIB);
            assertThat(get("/api/status").getString("status")).isEqualTo("idle");
            assertThat(maxConcurrentStreams(client.getInputStream())).isEqualTo(100);
            ServiceClient.await()
                    .during(Duration.ofSeconds(1))
                    .until(() -> metric(UNREAD_BYTES) > MIB && metric(UNREAD_BYTES) < 4 * MIB); // of more than nine
        }
        ServiceClient.await().until(() -> metric(UNREAD_BYTES) == 0);
    }

    /** Many of both fit into one read, which must not hold up the event loop. */
    @Test
    void whatIsTakenBackAtOnceOverHttp2IsNotDone() throws IOException {
        int asked = 60;
        Http2Frames frames = new Http2Frames(65_535);
        for (int i = 0; i < asked; i++) {
            frames.get(2 * i + 1, "/api/v1/search?q=taken-back-" + i).cancel(2 * i + 1);
        }
        try (Socket client = connect()) {
            client.getOutputStream().write(frames.toBytes());
            assertThat(get("/api/v1/search?q=done").getList("$")).isNotNull();
            ServiceClient.await().until(() -> searchesFor("done") == 1);
            assertThat(searchesFor("taken-back-"))
                    .as("but where a read ended between")
                    .isLessThan(asked / 3);
        }
    }

    private long searchesFor(String words) {
        return hub.requests().stream()
                .filter(seen -> seen.uri().contains(words))
                .count();
    }

    /** Some of them wait then for answers before them to go out. */
    @Test
    void requestsThatAreTakenBackAtOnceAreNoFaultOfOurs() throws IOException {
        int last = 301;
        Http2Frames frames = new Http2Frames(65_535);
        for (int stream = 1; stream < last; stream += 2) {
            frames.get(stream, "/").cancel(stream);
        }
        try (ErrorLogCapture errors = ErrorLogCapture.listen();
                Socket client = connect()) {
            client.getOutputStream().write(frames.get(last, "/").toBytes());
            readUntilAnswered(last, client.getInputStream());
            assertThat(get("/api/status").getString("status")).isEqualTo("idle");
            assertThat(errors.messages()).isEmpty();
        }
    }

    /** Or until the server has ended the connection, as it may of one who takes so much back; else a read times out. */
    private static void readUntilAnswered(int last, InputStream in) throws IOException {
        int answered = 0;
        try {
            for (byte[] head = in.readNBytes(9); head.length == 9 && answered < last; head = in.readNBytes(9)) {
                in.skipNBytes((head[1] & 0xff) << 8 | head[2] & 0xff);
                answered = Math.max(answered, (head[7] & 0xff) << 8 | head[8] & 0xff);
            }
        } catch (SocketException | EOFException ended) {
            return;
        }
    }

    /** What the first frame of the server says. */
    private static int maxConcurrentStreams(InputStream in) throws IOException {
        byte[] head = in.readNBytes(9);
        assertThat(head[3]).as("SETTINGS").isEqualTo((byte) 4);
        byte[] settings = in.readNBytes((head[1] & 0xff) << 8 | head[2] & 0xff);
        for (int at = 0; at < settings.length; at += 6) {
            if (settings[at + 1] == 3) {
                return settings[at + 5] & 0xff;
            }
        }
        return Integer.MAX_VALUE;
    }

    private Socket connect() throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(8 * 1024);
        client.setSoTimeout(20_000);
        client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        return client;
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static double metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }
}
