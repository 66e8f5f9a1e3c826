package io.hfdownloader.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.client.ServiceDownloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code repair}: fetches what is damaged or missing of a model, and nothing else. */
final class RepairCommand implements Command {

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand(
                        "repair",
                        "Fetch what is damaged or missing of a model, and nothing else.",
                        "That is what the last verification has found, at the commit that it is of; what another program has"
                                + " changed is mended where its file is named. The id of the repair is printed.")
                .addPositional(Options.word("1", "REPO[/FILE]|ID", "Which model, or which file of it."))
                .addOption(Options.flag(Options.WAIT, "Show its progress and end when it has ended."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        String text = Options.words(parsed).get(0);
        LibraryLookup.Found found = new LibraryLookup(service, session).find(text);
        if (!found.variants().isEmpty()) {
            throw Wanted.wrong("A repair is of a model or a file. Name it without a variant.");
        }
        String path = found.path()
                .orElseThrow(() -> CommandException.of(
                        ExitCode.NOT_FOUND,
                        UntrustedText.name(found.folder())
                                + " has no place on the Hub, so there is nothing to mend it with."));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!found.files().isEmpty()) {
            found.files().forEach(body.putArray("paths")::add);
        }
        JsonNode task = service.post(path + "/repair", body);
        if (task.path("state").asText().equals("completed")) {
            return nothing(task, found, parsed, session);
        }
        ServiceDownloads downloads = new ServiceDownloads(service);
        return new DownloadRun(session, parsed, downloads)
                .go(downloads.look(task.path("id").asText()), Options.isSet(parsed, Options.WAIT));
    }

    private static ExitCode nothing(JsonNode task, LibraryLookup.Found found, ParseResult parsed, Session session) {
        if (Options.isSet(parsed, Options.JSON)) {
            session.answer(task);
        } else {
            String name = UntrustedText.name(found.name());
            session.out()
                    .println(name + ": nothing is known to be damaged or missing. To have it read again:"
                            + " hf-downloader verify " + name);
        }
        return ExitCode.DONE;
    }
}
