package io.hfdownloader.command;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.CommandException;
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

    /** One that cannot be changed is told, and the others are changed all the same. */
    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        DownloadLookup lookup = new DownloadLookup(service, session);
        List<String> words = Options.words(parsed);
        boolean isJson = Options.isSet(parsed, Options.JSON);
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        ExitCode exitCode = ExitCode.DONE;
        for (String word : words) {
            try {
                JsonNode now = change(word, lookup, service);
                told.add(now);
                if (!isJson) {
                    session.out()
                            .println(UntrustedText.name(now.path("repo").asText()) + ": "
                                    + UntrustedText.name(now.path("state").asText()));
                }
            } catch (CommandException refused) {
                if (refused.exitCode() == ExitCode.UNREACHABLE) { // as the next one would be
                    throw refused;
                }
                Complaint.print(session.err(), refused);
                told.add(refused.problem());
                exitCode = exitCode == ExitCode.DONE ? refused.exitCode() : exitCode;
            }
        }
        if (isJson) {
            session.answer(told.size() == 1 ? told.get(0) : told);
        }
        return exitCode;
    }

    private JsonNode change(String word, DownloadLookup lookup, ServiceClient service) {
        String[] wanted =
                pause ? new String[] {"queued", "resolving", "downloading", "verifying"} : new String[] {"paused"};
        JsonNode download = lookup.one(word, any -> DownloadLookup.isIn(any, wanted));
        boolean isSoAlready = DownloadLookup.isIn(
                download,
                pause ? new String[] {"paused"} : new String[] {"queued", "resolving", "downloading", "verifying"});
        return isSoAlready
                ? download
                : service.post("/api/v1/downloads/" + download.path("id").asText() + "/" + verb(download), null);
    }

    private String verb(JsonNode download) {
        if (pause) {
            return "pause";
        }
        return DownloadLookup.isIn(download, "failed", "cancelled") ? "retry" : "resume";
    }
}
