package io.hfdownloader.command;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;

/**
 * Looks at a download that has just been asked for until it is under way. What the Hub refuses with the first file, as it does
 * in a repository whose licence nobody has accepted, is known a moment after the request was taken.
 */
final class FirstLook {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Downloads downloads;
    private final long startNanos = System.nanoTime();

    FirstLook(Downloads downloads) {
        this.downloads = downloads;
    }

    /** How it looks when it moves, waits or has ended; or after a few seconds. Blocks. */
    JsonNode at(JsonNode asked) {
        JsonNode seen = asked;
        while (!isEnough(seen)) {
            pause();
            seen = downloads.look(asked.path("id").asText());
        }
        return seen;
    }

    private boolean isEnough(JsonNode download) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        return switch (download.path("state").asText()) {
            case "resolving", "downloading", "verifying" ->
                elapsed.compareTo(MOST) > 0
                        || elapsed.compareTo(LEAST) > 0
                                && (download.path("waiting").isObject() || hasFetched(download));
            case "queued" -> download.path("position").asInt() > 0 || elapsed.compareTo(LEAST) > 0;
            default -> true;
        };
    }

    private static boolean hasFetched(JsonNode download) {
        return download.path("bytesReceived").asLong()
                > download.path("bytesReused").asLong();
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.of(ExitCode.INTERRUPTED, "Interrupted.");
        }
    }
}
