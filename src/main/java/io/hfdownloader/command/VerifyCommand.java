package io.hfdownloader.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code verify}: hashes the files of a model again, and changes nothing. */
final class VerifyCommand implements Command {

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand(
                        "verify",
                        "Hash the files of a model again and compare them with the hashes of the Hub.",
                        "Nothing is changed. The service does it, and remembers what it found; what has no place on"
                                + " the Hub is read by this command.")
                .addPositional(Options.word("1", "REPO|ID", "Which model."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        ServiceClient service = session.service(parsed);
        LibraryLookup.Found found =
                new LibraryLookup(service, session).find(Options.words(parsed).get(0));
        if (!found.isWhole()) {
            throw Wanted.wrong("All files of a model are checked. Name it without a variant or file.");
        }
        Optional<String> path = found.path();
        if (path.isPresent()) {
            return told(VerifyTask.of(service, path.get()), found, parsed, session);
        }
        Path folder = Path.of(found.model().path("path").asText());
        if (!service.address().isThisMachine() || !Files.isDirectory(folder)) {
            throw CommandException.of(
                    ExitCode.FAILED,
                    "The files of " + UntrustedText.name(found.folder())
                            + " are not on this machine. Call the command where the service runs (docker exec, ssh).");
        }
        return told(FolderCheck.of(folder), found, parsed, session);
    }

    private static ExitCode told(FolderCheck check, LibraryLookup.Found found, ParseResult parsed, Session session) {
        String name = UntrustedText.name(found.name());
        if (Options.isSet(parsed, Options.JSON)) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("repo", found.folder());
            put(answer, "verified", check.verified());
            put(answer, "damaged", check.damaged());
            put(answer, "changed", check.changed());
            put(answer, "missing", check.missing());
            put(answer, "unknown", check.unknown());
            put(answer, "links", check.links());
            session.answer(answer);
        } else {
            check.damaged()
                    .forEach(path -> session.out()
                            .println((check.changed().contains(path) ? "changed: " : "damaged: ")
                                    + UntrustedText.name(path)));
            check.missing().forEach(path -> session.out().println("missing: " + UntrustedText.name(path)));
            check.links().forEach(path -> session.out().println("not checked, a link: " + UntrustedText.name(path)));
            session.out()
                    .println(name + ": " + check.verified().size() + " files are as the Hub has them"
                            + (check.unknown().isEmpty()
                                    ? ""
                                    : ", " + check.unknown().size()
                                            + " did not come from the Hub and were not checked"));
        }
        if (check.isEmpty()) {
            session.err()
                    .println("hf-downloader: nothing of " + name
                            + " could be checked: no hash was noted for any file of it."
                            + " Fetch it from the Hub, which proves what is here, with: hf-downloader download "
                            + name);
            return ExitCode.FAILED;
        }
        if (check.isWhole()) {
            return ExitCode.DONE;
        }
        int bad = check.damaged().size()
                - check.changed().size()
                + check.missing().size();
        if (bad == 0) {
            session.err()
                    .println("hf-downloader: " + check.changed().size()
                            + " files were changed by another program and are left as they are.");
            return ExitCode.FAILED;
        }
        session.err()
                .println("hf-downloader: "
                        + bad
                        + " files are damaged or missing. To fetch these and nothing else: hf-downloader repair "
                        + name);
        return ExitCode.FAILED;
    }

    private static void put(ObjectNode answer, String name, List<String> paths) {
        paths.forEach(answer.putArray(name)::add);
    }
}
