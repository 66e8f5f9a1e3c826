package io.hfdownloader.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Amounts;
import io.hfdownloader.command.terminal.Progress;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine.ParseResult;

/** One download of a command, from the request to its end or until it is on its way. */
final class DownloadRun {

    /** Why one waits that has not begun, because there is no way to the Hub. */
    private static final Set<ProblemType> NO_WAY = EnumSet.of(
            ProblemType.HUB_UNAVAILABLE, ProblemType.NETWORK, ProblemType.PROXY_REFUSED, ProblemType.NOT_A_HUB);

    private final Session session;
    private final Downloads downloads;
    private final Progress progress;
    private final boolean json;
    private boolean hasRun;
    private OptionalLong noWaySince = OptionalLong.empty();

    DownloadRun(Session session, ParseResult parsed, Downloads downloads) {
        this.session = session;
        this.downloads = downloads;
        this.progress = session.progress(parsed);
        this.json = Options.isSet(parsed, Options.JSON);
    }

    /** Asks for it. */
    ExitCode start(ObjectNode wanted, boolean wait) {
        return go(downloads.start(wanted), wait);
    }

    /** With one that was asked for. */
    ExitCode go(JsonNode asked, boolean wait) {
        String id = asked.path("id").asText();
        JsonNode download = isPaused(asked) ? downloads.resume(id) : asked;
        hasRun = !isPaused(download);
        if (wait) {
            return follow(id);
        }
        JsonNode seen = new FirstLook(downloads).at(download);
        if (json) {
            session.answer(seen);
        }
        if (seen.path("state").asText().equals("failed")) {
            return failed(CommandException.of(seen.path("error")));
        }
        if (!json) {
            session.out().println(UntrustedText.name(id));
            session.err().println(onItsWay(seen));
        }
        return lacksRoom(seen) ? ExitCode.NO_ROOM : ExitCode.DONE;
    }

    /** It waits in the queue until there is room on the disk, which may be never. */
    private static boolean lacksRoom(JsonNode download) {
        return download.path("state").asText().equals("queued")
                && download.path("waiting").path("code").asText().equals(ProblemType.DISK_FULL.slug());
    }

    private static boolean isPaused(JsonNode download) {
        return download.path("state").asText().equals("paused");
    }

    private static String onItsWay(JsonNode download) {
        JsonNode waiting = download.path("waiting");
        return UntrustedText.name(download.path("repo").asText())
                + (waiting.isObject()
                        ? " waits: "
                                + UntrustedText.sentenceEnd(
                                        "", waiting.path("reason").asText())
                        : " is on its way ("
                                + Amounts.bytes(download.path("bytesTotal").asLong()) + ").")
                + " See how far it is with: hf-downloader status "
                + UntrustedText.name(download.path("id").asText());
    }

    private ExitCode follow(String id) {
        session.interruption().lastWord(() -> {
            progress.close();
            session.err()
                    .println(
                            downloads.outlivesCommand()
                                    ? "The service goes on with it; stop it with: hf-downloader pause "
                                            + UntrustedText.name(id)
                                    : "Interrupted. What has arrived is kept: the same command or the service goes on from there.");
        });
        try {
            JsonNode last = downloads.follow(id, new Downloads.Watcher() {
                @Override
                public boolean test(JsonNode now) {
                    if (session.interruption().hasHappened()) {
                        return false;
                    }
                    progress.show(now);
                    boolean stopped = hasRun && isPaused(now);
                    hasRun |= !isPaused(now);
                    return !stopped && !lacksRoom(now) && mayGoOn(now);
                }

                @Override
                public void tell(String sentence) {
                    progress.tell(sentence);
                }
            });
            progress.close();
            return session.interruption().hasHappened() ? ExitCode.INTERRUPTED : ended(id, last);
        } finally {
            progress.close();
        }
    }

    /** False when there has been no way to the Hub for a while; a network that is slow may find one. */
    private boolean mayGoOn(JsonNode download) {
        if (noWay(download).isEmpty()) {
            noWaySince = OptionalLong.empty();
            return true;
        }
        long now = System.nanoTime();
        if (noWaySince.isEmpty()) {
            noWaySince = OptionalLong.of(now);
        }
        return now - noWaySince.getAsLong() < session.patience().toNanos();
    }

    /** Why it cannot begin, when the Hub is out of reach. */
    private static Optional<String> noWay(JsonNode download) {
        JsonNode waiting = download.path("waiting");
        return download.path("commit").isNull()
                        && ProblemType.of(waiting.path("code").asText())
                                .filter(NO_WAY::contains)
                                .isPresent()
                ? Optional.of(waiting.path("reason").asText())
                : Optional.empty();
    }

    private ExitCode ended(String id, JsonNode last) {
        Optional<String> noWay = noWay(last);
        if (noWay.isPresent()) {
            downloads.takeBack(id);
            throw CommandException.of(
                    ExitCode.UNREACHABLE,
                    noWay.get()
                            + (downloads.outlivesCommand()
                                    ? " The service tries again by itself; take it back with: hf-downloader rm " + id
                                    : " Nothing was downloaded; try again when the Hub can be reached."));
        }
        if (lacksRoom(last)) {
            throw noRoom(id, last.path("waiting").path("reason").asText());
        }
        if (json) {
            session.answer(last);
        }
        return switch (last.path("state").asText()) {
            case "completed" -> completed(last);
            case "cancelled" -> failed(CommandException.of(ExitCode.FAILED, "The download was cancelled."));
            case "paused" ->
                failed(CommandException.of(
                        ExitCode.FAILED,
                        "The download was paused. What has arrived is kept; go on with: hf-downloader resume " + id));
            default -> failed(CommandException.of(last.path("error")));
        };
    }

    private CommandException noRoom(String id, String reason) {
        downloads.takeBack(id);
        return CommandException.of(
                ExitCode.NO_ROOM,
                downloads.outlivesCommand()
                        ? reason + " Until then the service keeps it in its queue; take it back with: hf-downloader rm "
                                + id
                        : reason.replace(Room.BY_ITSELF, "")
                                + " Make room, or choose a smaller variant, and try again.");
    }

    private ExitCode failed(CommandException failure) {
        Complaint.print(session.err(), failure);
        return failure.exitCode();
    }

    private ExitCode completed(JsonNode last) {
        last.path("notes").forEach(note -> session.err().println(UntrustedText.message(note.asText())));
        if (!json) {
            session.out()
                    .println(UntrustedText.name(last.path("repo").asText()) + ": "
                            + last.path("filesTotal").asInt() + " files, "
                            + Amounts.bytes(last.path("bytesTotal").asLong()) + ", all verified, in "
                            + UntrustedText.line(downloads.folder(last), Complaint.MAX_CHARS));
        }
        return ExitCode.DONE;
    }
}
