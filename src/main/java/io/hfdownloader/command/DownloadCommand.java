package io.hfdownloader.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.client.ServiceDownloads;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code download}: by the running service, or by this process where none runs. */
final class DownloadCommand implements Command {

    private static final String INCLUDE = "--include";
    private static final String EXCLUDE = "--exclude";
    private static final String REVISION = "--revision";
    private static final String TYPE = "--type";

    @Override
    public CommandSpec spec() {
        return Options.serviceCommand(
                        "download",
                        "Download a repository, or one variant of it.",
                        "Write owner/name, owner/name:Q4_K_M, owner/name@revision, datasets/owner/name, the address of its"
                                + " page, or a line such as \"hf download owner/name\".",
                        "",
                        "The running service does it and goes on when this command ends; its id is printed. Where no service"
                                + " runs, this command does it itself and ends with it; when it is interrupted, the same"
                                + " command or the service goes on from what has arrived.",
                        "",
                        "Where the disk has no room for it now, the service keeps it in its queue and starts it when there is;"
                                + " this command does not wait for that, and ends with status 5.")
                .addPositional(Options.words("1..*", "REPO[:VARIANT][@REVISION]", "What to download."))
                .addOption(Options.texts(INCLUDE, "GLOB", "Files to take; may be given again."))
                .addOption(Options.texts(EXCLUDE, "GLOB", "Files to leave; may be given again."))
                .addOption(Options.text(REVISION, "REVISION", "Branch, tag or commit, as behind the @."))
                .addOption(Options.text(TYPE, "TYPE", "model, dataset or space."))
                .addOption(Options.flag(Options.WAIT, "Show its progress and end when it has ended."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        RepoReference wanted = wanted(parsed, session);
        Optional<Downloads> own = session.process().downloads();
        if (own.isPresent()) {
            tellNotes(wanted, session);
            return new DownloadRun(session, parsed, own.get()).start(Wanted.body(wanted), true);
        }
        ServiceClient service = session.service(parsed);
        if (service.address().named() || service.isThere()) {
            tellNotes(wanted, session);
            Downloads downloads = new ServiceDownloads(service);
            return new DownloadRun(session, parsed, downloads)
                    .start(Wanted.body(wanted), Options.isSet(parsed, Options.WAIT));
        }
        session.process().downloadHere(parsed.originalArgs());
        return ExitCode.DONE;
    }

    private static RepoReference wanted(ParseResult parsed, Session session) {
        RepoReference named =
                Wanted.of(Options.words(parsed), parsed.matchedOptionValue(TYPE, null), session.settings());
        String revision = parsed.matchedOptionValue(REVISION, null);
        if (revision != null && named.revision() != null && !revision.equals(named.revision())) {
            throw Wanted.wrong("Two revisions are named. Write one of them.");
        }
        try {
            return new RepoReference(
                    named.repo(),
                    revision == null ? named.revision() : revision,
                    named.variants(),
                    joined(named.include(), Options.texts(parsed, INCLUDE)),
                    joined(named.exclude(), Options.texts(parsed, EXCLUDE)),
                    named.notes());
        } catch (IllegalArgumentException refused) {
            throw Wanted.wrong(String.valueOf(refused.getMessage()));
        }
    }

    /** What was left out of a pasted line, or taken for granted. */
    private static void tellNotes(RepoReference wanted, Session session) {
        wanted.notes().forEach(note -> session.err().println(UntrustedText.message(note.detail())));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
