package io.hfdownloader.hook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hook.message.WebhookSignature;

/**
 * Somebody who is told, as strict as the services: what has not their form is answered 400. Answers can be put in a queue; an empty
 * one is a connection that is reset, and {@code silence} one that is never answered.
 */
final class Receiver implements AutoCloseable {

    static final String SILENCE = "silence";
    private static final String ACCEPTED = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final String secret;

    record Received(String target, Map<String, String> headers, JsonNode body) {}

    /** @param secret with which a webhook is to be signed; null for whoever wants none */
    Receiver(String secret) {
        this.secret = secret;
        try {
            this.server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** What it answers next, instead of its usual one. */
    void answerNext(String... next) {
        answers.addAll(List.of(next));
    }

    static String answer(String status, String... headers) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n";
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "receiver-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (Received request = read(in); request != null; request = read(in)) {
                received.add(request);
                String next = answers.poll();
                if (SILENCE.equals(next)) {
                    int end = in.read();
                    return;
                }
                if (next != null && next.isEmpty()) {
                    socket.setSoLinger(true, 0);
                    return;
                }
                String answer = next != null ? next : objection(request);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException broken) {
            return;
        }
    }

    /** What it says of a request by its form. */
    private String objection(Received request) {
        boolean ok = switch (request.target()) {
            case "/hook" ->
                isSigned(request)
                        && request.body().has("type")
                        && request.body().has("timestamp");
            case "/" ->
                request.body().path("topic").isTextual()
                        && request.body().path("tags").isArray();
            case "/message" ->
                "gotify-token".equals(request.headers().get("x-gotify-key"))
                        && request.body().path("message").isTextual();
            default -> true;
        };
        return ok && "application/json".equals(request.headers().get("content-type"))
                ? ACCEPTED
                : answer("400 Bad Request");
    }

    private boolean isSigned(Received request) {
        if (secret == null) {
            return true;
        }
        String id = request.headers().get("webhook-id");
        long at = Long.parseLong(request.headers().get("webhook-timestamp"));
        byte[] body = request.body().toString().getBytes(StandardCharsets.UTF_8);
        return new WebhookSignature(secret)
                .of(id, at, body)
                .equals(request.headers().get("webhook-signature"));
    }

    private static Received read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        String target = line.split(" ")[1];
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Received(target, headers, new ObjectMapper().readTree(body));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
