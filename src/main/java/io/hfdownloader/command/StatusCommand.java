package io.hfdownloader.command;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.client.ServiceDownloads;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.DownloadTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code status}: the downloads of the service. */
final class StatusCommand implements Command {

    private static final String ALL = "--all";
    private static final int MAX_ENDED = 10;

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand("status", "Show the downloads: what is under way, and what has ended last.")
                .addPositional(Options.word("0..1", "REPO|ID", "Show these alone."))
                .addOption(Options.flag(ALL, "Show all that have ended, and not the last " + MAX_ENDED + " alone."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        DownloadLookup lookup = new DownloadLookup(service, session);
        List<String> words = Options.words(parsed);
        List<JsonNode> shown = words.isEmpty() ? lookup.all() : lookup.named(words.get(0));
        if (!words.isEmpty() && shown.isEmpty()) {
            throw DownloadLookup.missing(words.get(0));
        }
        if (Options.isSet(parsed, Options.JSON)) {
            session.answer(json(service, words, shown));
        } else if (shown.isEmpty()) {
            session.out().println("No downloads.");
        } else {
            List<JsonNode> few = words.isEmpty() && !Options.isSet(parsed, ALL) ? recent(shown) : shown;
            DownloadTable.lines(few).forEach(session.out()::println);
        }
        return ExitCode.DONE;
    }

    /** One that is named by its id is told with its files. */
    private static JsonNode json(ServiceClient service, List<String> words, List<JsonNode> shown) {
        if (!words.isEmpty() && DownloadLookup.isId(words.get(0))) {
            return service.get("/api/v1/downloads/" + shown.get(0).path("id").asText());
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        return all.addAll(shown);
    }

    private static List<JsonNode> recent(List<JsonNode> all) {
        List<JsonNode> ended =
                all.stream().filter(ServiceDownloads::hasEnded).limit(MAX_ENDED).toList();
        return all.stream()
                .filter(download -> !ServiceDownloads.hasEnded(download) || ended.contains(download))
                .toList();
    }
}
