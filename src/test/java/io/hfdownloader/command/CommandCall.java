package io.hfdownloader.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.command.client.Downloads;
import io.hfdownloader.command.client.LocalSettings;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.terminal.Screen;

/** A command called as from a script, in this process: no terminal, and what it wrote. */
record CommandCall(ExitCode exitCode, String out, String err, List<String> started) {

    /** With this environment and nothing else of this machine. */
    static CommandCall of(Map<String, String> environment, String... arguments) {
        return with(Screen.Input.NO_TERMINAL, environment, arguments);
    }

    /** The same with such a standard input. */
    static CommandCall with(Screen.Input input, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> started = new ArrayList<>();
        Session session = new Session(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new LocalSettings(environment, Path.of("no-such-folder")),
                new Screen(Map.of("TERM", "dumb")) {
                    @Override
                    public Input input() {
                        return input;
                    }
                },
                new Interruption(),
                new OwnProcess() {
                    @Override
                    public void serve(List<String> words) {
                        started.add("service");
                    }

                    @Override
                    public void downloadHere(List<String> words) {
                        started.add("download " + String.join(" ", words));
                    }

                    @Override
                    public Optional<Downloads> downloads() {
                        return Optional.empty();
                    }
                },
                Duration.ZERO);
        ExitCode exitCode = new Commands(session).execute(List.of(arguments));
        return new CommandCall(
                exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), started);
    }
}
