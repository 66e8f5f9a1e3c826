package io.hfdownloader.command;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code pause} and {@code resume}. */
final class StateCommand implements Command {

    private final boolean pause;

    private StateCommand(boolean pause) {
        this.pause = pause;
    }

    static StateCommand pause() {
        return new StateCommand(true);
    }

    static StateCommand resume() {
        return new StateCommand(false);
    }

    @Override
    public CommandSpec spec() {
        return (pause
                        ? Options.serviceCommand("pause", "Stop downloads for now; what has arrived is kept.")
                        : Options.serviceCommand(
                                "resume", "Go on with paused downloads, or try failed and cancelled ones again."))
                .addPositional(Options.words("1..*", "REPO|ID", "Which downloads."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        DownloadLookup lookup = new DownloadLookup(service, session);
        List<JsonNode> meant = new ArrayList<>();
        for (String word : Options.words(parsed)) { // all are found before any is changed
            meant.add(lookup.one(
                    word,
                    download -> pause
                            ? DownloadLookup.isIn(download, "queued", "resolving", "downloading", "verifying")
                            : DownloadLookup.isIn(download, "paused")));
        }
        ArrayNode changed = JsonNodeFactory.instance.arrayNode();
        for (JsonNode download : meant) {
            JsonNode now =
                    service.post("/api/v1/downloads/" + download.path("id").asText() + "/" + verb(download), null);
            changed.add(now);
            if (!Options.isSet(parsed, Options.JSON)) {
                session.out()
                        .println(UntrustedText.name(now.path("repo").asText()) + ": "
                                + UntrustedText.name(now.path("state").asText()));
            }
        }
        if (Options.isSet(parsed, Options.JSON)) {
            session.answer(changed.size() == 1 ? changed.get(0) : changed);
        }
        return ExitCode.DONE;
    }

    private String verb(JsonNode download) {
        if (pause) {
            return "pause";
        }
        return DownloadLookup.isIn(download, "failed", "cancelled") ? "retry" : "resume";
    }
}
