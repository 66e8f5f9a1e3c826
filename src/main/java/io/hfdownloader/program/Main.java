package io.hfdownloader.program;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.startup.StartupFailure;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** Where the program begins. */
@QuarkusMain
public final class Main {

    private static final int WRONG_USE = 2;
    private static final String USAGE = """
            Usage: hf-downloader [serve]

              serve       run the service, as without an argument
              --version   print the version
              --help      print this

            Settings are environment variables, system properties and config/application.properties; see the README.""";

    Main() {}

    /** Runs the service until it is told to stop, or answers an option; a word that it does not know starts nothing. */
    public static void main(String... args) {
        List<String> words = List.of(args);
        Optional<String> unknown = unknown(args);
        if (words.contains("--version")) {
            System.out.println("hf-downloader " + ProgramVersion.TEXT);
        } else if (words.contains("--help") || words.contains("-h")) {
            System.out.println(USAGE);
        } else if (unknown.isPresent()) {
            System.err.println("hf-downloader: unknown argument " + unknown.get() + "\n\n" + USAGE);
            System.exit(WRONG_USE);
        } else {
            Quarkus.run(null, Main::end, args);
        }
    }

    /** The end of the service, also of one that could not start. What a user can mend is told without a stack. */
    private static void end(int exitCode, @Nullable Throwable failure) {
        if (failure != null) {
            StartupFailure.message(failure).ifPresentOrElse(System.err::println, failure::printStackTrace);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, failure);
    }

    /** The first word that means nothing here; {@code -Dname=value} may come behind the program's name, too. */
    static Optional<String> unknown(String... args) {
        return Arrays.stream(args)
                .filter(word -> !word.equals("serve") && !word.startsWith("-D"))
                .findFirst();
    }
}
