package io.hfdownloader.command;

import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.client.ServiceDownloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code update}: brings a model up to date. */
final class UpdateCommand implements Command {

    private static final String FILE_BY_FILE = "--file-by-file";

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand(
                        "update",
                        "Bring a model up to date.",
                        "What changed on the branch that it follows is fetched, then what is gone there is removed. The id of the"
                                + " download is printed.")
                .addPositional(Options.word("1", "REPO|ID", "Which model."))
                .addOption(Options.flag(
                        FILE_BY_FILE,
                        "For want of room for the old and the new files: each takes the place of the old one when it is here and"
                                + " verified. Until all have, the model is of two commits."))
                .addOption(Options.flag(Options.WAIT, "Show its progress and end when it has ended."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        String text = Options.words(parsed).get(0);
        LibraryLookup.Found found = new LibraryLookup(service, session).find(text);
        if (!found.isWhole()) {
            throw Wanted.wrong("An update is of all that is here of a model. Name it without a variant or file.");
        }
        String path = found.path()
                .orElseThrow(() -> CommandException.of(
                        ExitCode.NOT_FOUND,
                        UntrustedText.name(found.folder()) + " has no place on the Hub, so it has no updates."));
        return new DownloadRun(session, parsed, new ServiceDownloads(service))
                .go(
                        service.post(
                                path + "/update" + (Options.isSet(parsed, FILE_BY_FILE) ? "?fileByFile=true" : ""),
                                null),
                        Options.isSet(parsed, Options.WAIT));
    }
}
