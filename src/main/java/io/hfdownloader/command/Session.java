package io.hfdownloader.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.hfdownloader.command.client.LocalSettings;
import io.hfdownloader.command.client.ServiceAddress;
import io.hfdownloader.command.client.ServiceClient;
import io.hfdownloader.command.terminal.Progress;
import io.hfdownloader.command.terminal.Screen;
import picocli.CommandLine.ParseResult;

/**
 * What a command has around it.
 *
 * @param out for answers
 * @param err for everything else
 * @param settings of this machine
 * @param screen where people see it
 * @param interruption how it may end
 * @param process what this process can do besides asking a service
 * @param patience how long a download may find no way to the Hub before it has begun
 */
record Session(
        PrintStream out,
        PrintStream err,
        LocalSettings settings,
        Screen screen,
        Interruption interruption,
        OwnProcess process,
        Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** That of this process. */
    static Session of(Interruption interruption, OwnProcess process) {
        Map<String, String> environment = System.getenv();
        return new Session(
                System.out,
                System.err,
                new LocalSettings(environment, Path.of("")),
                new Screen(environment),
                interruption,
                process,
                PATIENCE);
    }

    /** The service that is meant. */
    ServiceClient service(ParseResult parsed) {
        return new ServiceClient(ServiceAddress.of(parsed.matchedOptionValue(Options.URL, null), settings));
    }

    Progress progress(ParseResult parsed) {
        return Progress.of(screen, out, err, Options.isSet(parsed, Options.JSON));
    }
}
