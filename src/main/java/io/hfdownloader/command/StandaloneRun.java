package io.hfdownloader.command;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.enterprise.context.Dependent;

import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.standalone.OwnDownloads;
import io.hfdownloader.startup.StartupFailure;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.QuarkusApplication;
import org.jspecify.annotations.Nullable;

/** A command that downloads in this process: all of the service is there but its port, and works on this one download. */
@Dependent
@Unremovable
public class StandaloneRun implements QuarkusApplication {

    /** That of this process, of which there is one. */
    static final Interruption INTERRUPTION = new Interruption();

    private static final String ELSEWHERE =
            "No service answers at this machine's port: where one listens elsewhere, name its"
                    + " address with --url or HF_DOWNLOADER_URL.";

    private static final Pattern HELD =
            Pattern.compile("(?s)^.*Another server works in this models directory \\((.*?)\\)\\. .*$");

    private final OwnDownloads downloads;

    StandaloneRun(OwnDownloads downloads) {
        this.downloads = downloads;
    }

    @Override
    public int run(String... args) {
        return new Commands(Session.of(INTERRUPTION, new Process(downloads)))
                .execute(List.of(args))
                .status();
    }

    /** As for the service; after an interruption, that ends the process. */
    static void end(int exitCode, @Nullable Throwable failure) {
        if (INTERRUPTION.hasHappened()) {
            return;
        }
        INTERRUPTION.expectEnd();
        int status = exitCode;
        if (failure != null) {
            Optional<String> sentence = StartupFailure.message(failure);
            boolean isHeld = sentence.filter(told -> HELD.matcher(told).find()).isPresent();
            sentence.ifPresentOrElse(
                    told -> System.err.println(isHeld ? held(told) : told + " " + ELSEWHERE), failure::printStackTrace);
            status = isHeld ? ExitCode.UNREACHABLE.status() : ExitCode.FAILED.status();
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, null);
    }

    /** Who holds the directory is a download as this one, or a service whose address is not known here. */
    private static String held(String sentence) {
        return HELD.matcher(sentence)
                .replaceFirst(
                        "Another process works in the models directory ($1). If it is a download, wait until it has"
                                + " ended; if it is a service, name its address with --url or HF_DOWNLOADER_URL.");
    }

    private record Process(OwnDownloads own) implements OwnProcess {

        @Override
        public void serve(List<String> arguments) {
            throw CommandException.of(ExitCode.FAILED, "This process downloads already.");
        }

        @Override
        public void downloadHere(List<String> arguments) {
            throw CommandException.of(ExitCode.FAILED, "This process downloads already.");
        }

        @Override
        public Optional<Downloads> downloads() {
            return Optional.of(own);
        }
    }
}
