package io.hfdownloader.command.terminal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.text.UntrustedText;

/** What there is to say of a download, in parts. */
final class ProgressText {

    private static final int FULL = 100;

    private ProgressText() {}

    /** The words of the pages. */
    static String phase(JsonNode download) {
        return switch (download.path("state").asText()) {
            case "queued" -> "Queued";
            case "resolving" -> "Resolving";
            case "downloading" -> "Downloading";
            case "verifying" -> "Verifying";
            case "completed" -> "Completed";
            case "paused" -> "Paused";
            case "failed" -> "Failed";
            case "cancelled" -> "Cancelled";
            default -> "Under way";
        };
    }

    /** The repository with the variants asked for. */
    static String name(JsonNode download) {
        String variants =
                download.path("variants").valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
        return UntrustedText.name(download.path("repo").asText() + (variants.isEmpty() ? "" : ":" + variants));
    }

    /** Whole percents; all of them for one that is completed, and for no other. */
    static int percent(JsonNode download) {
        boolean completed = download.path("state").asText().equals("completed");
        return completed ? FULL : Math.min(FULL - 1, download.path("percent").asInt());
    }

    /** How much has come, how fast, and for how long; or why nothing comes. The least important last. */
    static List<String> details(JsonNode download) {
        long total = download.path("bytesTotal").asLong();
        String amount = total == 0
                ? ""
                : Amounts.bytes(download.path("bytesReceived").asLong()) + " of " + Amounts.bytes(total);
        JsonNode waiting = download.path("waiting");
        Stream<String> rest = waiting.isObject()
                ? Stream.of(UntrustedText.message(waiting.path("reason").asText()))
                : Stream.of(Amounts.rate(download.path("rate")), Amounts.left(download.path("etaSeconds")));
        return Stream.concat(Stream.of(amount), rest)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
