package io.hfdownloader.command.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;

/** Downloads that the running service does. Whoever follows one hears of it again when the service was away for a while. */
public final class ServiceDownloads implements Downloads {

    private static final String PATH = "/api/v1/downloads";
    private static final Duration AWAY_LIMIT = Duration.ofMinutes(5);
    private static final Duration RECONNECT_INTERVAL = Duration.ofSeconds(1);

    private final ServiceClient service;

    public ServiceDownloads(ServiceClient service) {
        this.service = service;
    }

    @Override
    public JsonNode start(ObjectNode wanted) {
        return service.post(PATH, wanted);
    }

    @Override
    public JsonNode resume(String id) {
        return service.post(PATH + "/" + id + "/resume", null);
    }

    @Override
    public JsonNode follow(String id, Watcher watcher) {
        long lastSeen = System.nanoTime();
        boolean told = false;
        while (true) {
            try (EventStream events = service.events()) {
                told = false;
                Optional<JsonNode> last = follow(id, events, watcher);
                if (last.isPresent()) {
                    return last.get();
                }
                lastSeen = System.nanoTime();
            } catch (CommandException away) {
                if (away.exitCode() != ExitCode.UNREACHABLE || System.nanoTime() - lastSeen > AWAY_LIMIT.toNanos()) {
                    throw away;
                }
            }
            if (!told) {
                watcher.tell("The connection to the service is lost; waiting for it to come back.");
                told = true;
            }
            pause();
        }
    }

    /** Empty when the events ended before the download did. */
    private Optional<JsonNode> follow(String id, EventStream events, Watcher watcher) {
        long untold = 1;
        for (Optional<JsonNode> event = events.next(); event.isPresent(); event = events.next()) {
            JsonNode changed = event.get();
            boolean listed = untold > 0 && changed.has("downloads");
            if (listed) { // of very many, some come after the first event
                untold = changed.path("count").asLong(untold)
                        - changed.path("downloads").size();
            }
            Optional<JsonNode> download = find(id, changed.path("downloads").valueStream());
            if (download.isPresent()) {
                JsonNode now = download.get();
                if (!watcher.test(now) || hasEnded(now)) {
                    return download;
                }
            } else if (listed && untold <= 0 || contains(changed.path("removed"), id)) {
                throw removed(id);
            }
        }
        return Optional.empty();
    }

    private static CommandException removed(String id) {
        return CommandException.of(ExitCode.FAILED, "The download " + id + " was removed from the service's list.");
    }

    /** In the list, as one by itself is told with all of its files. */
    @Override
    public JsonNode look(String id) {
        return find(id, service.list(PATH).stream()).orElseThrow(() -> removed(id));
    }

    private static Optional<JsonNode> find(String id, Stream<JsonNode> downloads) {
        return downloads
                .filter(download -> download.path("id").asText().equals(id))
                .findFirst();
    }

    private static boolean contains(JsonNode ids, String id) {
        return ids.valueStream().anyMatch(one -> one.asText().equals(id));
    }

    public static boolean hasEnded(JsonNode download) {
        return switch (download.path("state").asText()) {
            case "completed", "failed", "cancelled" -> true;
            default -> false;
        };
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(RECONNECT_INTERVAL.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.of(ExitCode.INTERRUPTED, "Interrupted.");
        }
    }

    /** It stays with the service, which goes on trying. */
    @Override
    public void takeBack(String id) {}

    @Override
    public String folder(JsonNode download) {
        return folder(service.get("/api/v1/system").path("modelsDir").asText(), download);
    }

    public static String folder(String modelsDir, JsonNode download) {
        String type = download.path("type").asText();
        return modelsDir + "/" + (type.equals("model") ? "" : type + "s/")
                + download.path("folder").asText();
    }

    @Override
    public boolean outlivesCommand() {
        return true;
    }
}
