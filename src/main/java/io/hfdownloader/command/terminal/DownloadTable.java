package io.hfdownloader.command.terminal;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.text.UntrustedText;

/** Downloads, a line each, and below it why one waits or has failed. */
public final class DownloadTable {

    private static final int ID_CHARS = 8;

    private DownloadTable() {}

    /** Its lines, under a heading. */
    public static List<String> lines(List<JsonNode> downloads) {
        Table table = new Table("ID", "STATE", "DONE", "SIZE", "RATE", "LEFT", "REPOSITORY");
        for (JsonNode download : downloads) {
            table.add(
                    start(download.path("id").asText()),
                    download.path("state").asText(),
                    ProgressText.percent(download) + " %",
                    Amounts.bytes(download.path("bytesTotal").asLong()),
                    Amounts.rate(download.path("rate")),
                    Amounts.left(download.path("etaSeconds")).replace(" left", ""),
                    ProgressText.name(download));
        }
        List<String> rows = table.lines();
        List<String> lines = new ArrayList<>(rows.subList(0, 1));
        for (int i = 0; i < downloads.size(); i++) {
            lines.add(rows.get(i + 1));
            String reason = reason(downloads.get(i));
            if (!reason.isEmpty()) {
                lines.add(" ".repeat(ID_CHARS + 2) + reason);
            }
        }
        return lines;
    }

    private static String reason(JsonNode download) {
        JsonNode error = download.path("error").path("detail");
        return UntrustedText.message(
                error.isTextual()
                        ? error.asText()
                        : download.path("waiting").path("reason").asText(""));
    }

    private static String start(String id) {
        return id.substring(0, Math.min(ID_CHARS, id.length()));
    }
}
