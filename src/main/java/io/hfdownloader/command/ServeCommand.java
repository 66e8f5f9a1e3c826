package io.hfdownloader.command;

import io.hfdownloader.command.outcome.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code serve}: the service itself. */
final class ServeCommand implements Command {

    @Override
    public CommandSpec spec() {
        return Options.command(
                "serve",
                "Run the service until it is told to stop, as without a command.",
                "Its settings are environment variables, system properties and config/application.properties; see the README.");
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        session.process().serve(parsed.originalArgs());
        return ExitCode.DONE;
    }
}
