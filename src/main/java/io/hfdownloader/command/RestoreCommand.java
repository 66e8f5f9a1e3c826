package io.hfdownloader.command;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Amounts;
import io.hfdownloader.command.terminal.Table;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code restore}: puts back what was deleted, or tells what can be. */
final class RestoreCommand implements Command {

    private static final String BIN = "/api/v1/bin";

    /** The service keeps fewer entries than so many parts of its list hold. */
    private static final int MAX_PARTS = 20;

    /** As much of an id as people write. */
    private static final int MIN_ID_CHARS = 8;

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand(
                        "restore",
                        "Put back a model, or a variant or file of it, that was deleted.",
                        "Nothing is written over: where a file of that name is there again, all stays as it is. Without a name"
                                + " it shows what can be restored, the newest first, and until when.")
                .addPositional(Options.word("0..1", "REPO[:VARIANT]|ID", "What to restore, as it is shown."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        List<JsonNode> entries = entries(service);
        List<String> words = Options.words(parsed);
        if (words.isEmpty()) {
            list(entries, parsed, session);
            return ExitCode.DONE;
        }
        JsonNode entry = only(entries, words.get(0));
        JsonNode restored = service.post(BIN + "/" + entry.path("id").asText() + "/restore", null);
        if (Options.isSet(parsed, Options.JSON)) {
            session.answer(restored);
        } else {
            session.out()
                    .println(UntrustedText.name(name(entry)) + ": restored, "
                            + Amounts.bytes(entry.path("bytes").asLong()));
        }
        return ExitCode.DONE;
    }

    private static List<JsonNode> entries(ServiceClient service) {
        List<JsonNode> all = new ArrayList<>();
        String query = "";
        for (int parts = 0; parts < MAX_PARTS; parts++) {
            JsonNode part = service.get(BIN + query);
            part.path("entries").forEach(all::add);
            if (!part.path("next").isTextual()) {
                break;
            }
            query = "?cursor=" + ServiceClient.encoded(part.path("next").asText());
        }
        return all;
    }

    private static void list(List<JsonNode> entries, ParseResult parsed, Session session) {
        if (Options.isSet(parsed, Options.JSON)) {
            session.answer(JsonNodeFactory.instance.arrayNode().addAll(entries));
        } else if (entries.isEmpty()) {
            session.out().println("There is nothing to restore.");
        } else {
            Table table = new Table("ID", "WHAT", "SIZE", "WHY", "UNTIL");
            entries.forEach(entry -> table.add(
                    entry.path("id").asText().substring(0, MIN_ID_CHARS),
                    name(entry),
                    Amounts.bytes(entry.path("bytes").asLong()),
                    entry.path("reason").asText(),
                    RemoveCommand.time(entry.path("until").asText())));
            table.lines().forEach(session.out()::println);
        }
    }

    /** As {@code rm} takes it: with the type where it is no model, and with the variant. */
    private static String name(JsonNode entry) {
        String variant = entry.path("variant").asText("");
        String model = LibraryLookup.name(entry);
        if (!variant.isEmpty()) {
            return model + ":" + variant;
        }
        JsonNode paths = entry.path("paths");
        return entry.path("whole").asBoolean() || paths.size() != 1
                ? model
                : model + "/" + paths.path(0).asText();
    }

    private static JsonNode only(List<JsonNode> entries, String text) {
        List<JsonNode> found = entries.stream()
                .filter(entry -> name(entry).equalsIgnoreCase(text)
                        || text.length() >= MIN_ID_CHARS
                                && entry.path("id").asText().startsWith(text))
                .toList();
        if (found.size() > 1) {
            throw Wanted.wrong(UntrustedText.name(text) + " was deleted or replaced " + found.size()
                    + " times. Write the id of what you mean, as hf-downloader restore shows it.");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> CommandException.of(
                        ExitCode.NOT_FOUND,
                        UntrustedText.name(text) + " is not in the bin. What can be restored: hf-downloader restore"));
    }
}
