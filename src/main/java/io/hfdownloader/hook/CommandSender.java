package io.hfdownloader.hook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.hfdownloader.hook.event.Occurrence;
import org.jboss.logging.Logger;

/** Runs a command, in the models directory where that is there. */
final class CommandSender implements Sender {

    private static final Logger LOG = Logger.getLogger(CommandSender.class);
    static final Duration GRACE = Duration.ofSeconds(5);

    private final Hook hook;
    private final Path folder;
    private final Executor workers;
    private final Map<String, String> ours;

    /** @param workers where it runs: a few at a time, however many are to */
    CommandSender(Hook hook, Path folder, Executor workers, Map<String, String> ours) {
        this.hook = hook;
        this.folder = folder;
        this.workers = workers;
        this.ours = Map.copyOf(ours);
    }

    @Override
    public CompletionStage<Attempt> attempt(Occurrence what) {
        try {
            return CompletableFuture.supplyAsync(() -> run(what), workers)
                    .exceptionally(
                            failure -> Attempt.refused(Outcome.FAULT.says("It could not be run (" + failure + ").")));
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.completedFuture(
                    Attempt.refused(Outcome.SHUTDOWN.says("It was not run, as this program ends.")));
        }
    }

    /** Blocks. */
    private Attempt run(Occurrence what) {
        CommandRun run = new CommandRun(hook.command(), hook.timeout(), GRACE);
        Path place = Files.isDirectory(folder) ? folder : Path.of("/");
        Attempt attempt = run.run(CommandEnvironment.of(what, hook.name(), ours), place);
        run.lines().forEach(line -> LOG.infof("Hook %s says: %s", hook.name(), line));
        return attempt;
    }
}
