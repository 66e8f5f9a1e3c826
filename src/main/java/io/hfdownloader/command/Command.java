package io.hfdownloader.command;

import io.hfdownloader.command.outcome.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command. It is described by calls and not by annotations, so that an executable needs no reflection for it. */
interface Command {

    /** Its name, options and help. */
    CommandSpec spec();

    /**
     * Does it. Blocks.
     *
     * @throws io.hfdownloader.command.outcome.CommandException when it fails
     */
    ExitCode run(ParseResult parsed, Session session);
}
