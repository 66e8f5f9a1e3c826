package io.hfdownloader.command.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.command.outcome.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * The service's events (Server-Sent Events), one after the other. A thread of its own reads them, so that a connection on which
 * nothing comes any more is noticed.
 */
public final class EventStream implements AutoCloseable {

    /** The service says something every ten seconds. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(35);

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(20);
    private static final int MAX_EVENTS_KEPT = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;
    private final BlockingQueue<Optional<JsonNode>> events = new ArrayBlockingQueue<>(MAX_EVENTS_KEPT);

    private EventStream(InputStream body) {
        this.body = body;
    }

    static EventStream open(
            HttpClient http, HttpRequest request, Function<@Nullable Throwable, CommandException> unreachable) {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> opened = answer.get(OPEN_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (opened.statusCode() != 200) {
                opened.body().close();
                throw unreachable.apply(null);
            }
            EventStream stream = new EventStream(opened.body());
            Thread reader = new Thread(stream::read, "events");
            reader.setDaemon(true);
            reader.start();
            return stream;
        } catch (ExecutionException failure) {
            throw unreachable.apply(failure.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw unreachable.apply(late);
        } catch (IOException closed) {
            throw unreachable.apply(closed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable.apply(interrupted);
        }
    }

    /** The data of the next event; empty when there are no more, as after a break. Blocks. */
    public Optional<JsonNode> next() {
        try {
            Optional<JsonNode> event = events.poll(SILENCE_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return event == null ? Optional.empty() : event;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && data.length() > 0) {
                    events.put(Optional.of(JSON.readTree(data.toString())));
                    data.setLength(0);
                } else if (line.startsWith("data:")) {
                    data.append(line, "data:".length(), line.length());
                }
            }
            events.put(Optional.empty());
        } catch (IOException broken) {
            var told = events.offer(Optional.empty()); // where it is full, the silence tells it
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException alreadyClosed) {
            return; // which is all that was wanted
        }
    }
}
