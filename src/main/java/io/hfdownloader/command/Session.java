package io.hfdownloader.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    /** What a stranger named is not to steer the terminal or to turn its text round. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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

    /** An answer for programs, on one line and in printable ASCII. */
    void answer(JsonNode json) {
        try {
            out.println(JSON.writeValueAsString(json).replace("\u007f", "\\u007f"));
        } catch (JsonProcessingException impossible) { // of a tree
            throw new IllegalStateException(impossible);
        }
    }

    /** The service that is meant. */
    ServiceClient service(ParseResult parsed) {
        return new ServiceClient(ServiceAddress.of(parsed.matchedOptionValue(Options.URL, null), settings), settings);
    }

    Progress progress(ParseResult parsed) {
        return Progress.of(screen, out, err, Options.isSet(parsed, Options.JSON));
    }
}
