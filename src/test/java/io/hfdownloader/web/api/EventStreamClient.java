package io.hfdownloader.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hfdownloader.web.Json;
import io.restassured.RestAssured;

/** A script that listens to the events of the tested service. */
final class EventStreamClient implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Event> tasks = new CopyOnWriteArrayList<>();

    /** One event as it came. */
    record Event(String id, String name, Json data) {}

    private EventStreamClient(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-reader");
        reader.setDaemon(true);
        reader.start();
    }

    static EventStreamClient open(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventStreamClient(
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** Those that tell of tasks, which may be those of the tests before. */
    List<Event> tasks() {
        return tasks;
    }

    /** All others. */
    List<Event> events() {
        return events;
    }

    Optional<Event> first(String name) {
        return events.stream().filter(event -> event.name().equals(name)).findFirst();
    }

    private void read() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        try (Scanner lines = new Scanner(response.body(), StandardCharsets.UTF_8)) {
            while (lines.hasNextLine()) {
                String line = lines.nextLine();
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.isEmpty() && data.length() > 0) {
                    (name.equals("tasks") ? tasks : events).add(new Event(id, name, Json.of(data.toString())));
                    data.setLength(0);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
