package io.hfdownloader.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.standalone.StandaloneSettings;
import io.hfdownloader.startup.StartupFailure;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** Where the program begins: the service, or a command. */
@QuarkusMain
public final class Main {

    private static final String SERVE = "serve";

    Main() {}

    /** Runs the service until it is told to stop, or a command until it has ended. */
    public static void main(String... args) {
        if (isService(args)) { // without a look at the commands, whose classes it does not need
            serve(args);
            return;
        }
        Interruption interruption = StandaloneRun.INTERRUPTION;
        Session session = Session.of(interruption, new Process(interruption));
        interruption.watch();
        ExitCode exitCode;
        try {
            exitCode = new Commands(session).execute(words(args));
        } finally {
            interruption.expectEnd();
        }
        if (exitCode != ExitCode.DONE) {
            System.exit(exitCode.status());
        }
    }

    /** {@code -Dname=value} may come behind the program's name, too. */
    static boolean isService(String... args) {
        List<String> words = words(args);
        return words.isEmpty() || words.equals(List.of(SERVE));
    }

    private static List<String> words(String... args) {
        return Arrays.stream(args).filter(word -> !word.startsWith("-D")).toList();
    }

    private static void serve(String... args) {
        Quarkus.run(null, Main::end, args);
    }

    /** The end of the service, also of one that could not start. What a user can mend is told without a stack. */
    private static void end(int exitCode, @Nullable Throwable failure) {
        if (failure != null) {
            StartupFailure.message(failure).ifPresentOrElse(System.err::println, failure::printStackTrace);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, failure);
    }

    /** This process, of which a command alone is at work so far. */
    private record Process(Interruption interruption) implements OwnProcess {

        @Override
        public void serve(List<String> arguments) {
            interruption.expectEnd();
            Main.serve(arguments.toArray(String[]::new));
        }

        @Override
        public void downloadHere(List<String> arguments) {
            StandaloneSettings.apply();
            Quarkus.run(StandaloneRun.class, StandaloneRun::end, arguments.toArray(String[]::new));
        }

        @Override
        public Optional<Downloads> downloads() {
            return Optional.empty();
        }
    }
}
