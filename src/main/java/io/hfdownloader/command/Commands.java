package io.hfdownloader.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.program.ProgramVersion;
import io.hfdownloader.text.UntrustedText;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, as one line of arguments calls them. */
final class Commands {

    static final String NAME = "hf-downloader";

    private static final List<Command> ALL = List.of(
            new ServeCommand(),
            new DownloadCommand(),
            new ListCommand(),
            new StatusCommand(),
            new VerifyCommand(),
            new RepairCommand(),
            new RemoveCommand(),
            new RestoreCommand(),
            new UpdateCommand(),
            StateCommand.pause(),
            StateCommand.resume(),
            new PasswordCommand(),
            new TokenCommand(),
            new CompletionCommand());

    private final Session session;

    Commands(Session session) {
        this.session = session;
    }

    /** Runs the command that the arguments name. Blocks until it has ended; what goes wrong is told. */
    ExitCode execute(List<String> arguments) {
        CommandLine line = line();
        int status = line.execute(arguments.toArray(String[]::new));
        session.out().flush();
        session.err().flush();
        for (ExitCode exitCode : ExitCode.values()) {
            if (exitCode.status() == status) {
                return exitCode;
            }
        }
        return ExitCode.FAILED;
    }

    private CommandLine line() {
        CommandSpec root = root();
        CommandLine line = new CommandLine(root);
        for (Command command : ALL) {
            CommandSpec spec = command.spec();
            spec.usageMessage().width(100);
            line.addSubcommand(spec.name(), new CommandLine(spec));
        }
        return line.setOut(writer(session.out()))
                .setErr(writer(session.err()))
                .setExecutionStrategy(this::run)
                .setParameterExceptionHandler(this::wrongUse)
                .setExpandAtFiles(false);
    }

    private static CommandSpec root() {
        CommandSpec root = Options.command(
                        NAME,
                        "Downloads models from the Hugging Face Hub and keeps them.",
                        "Without a command it runs the service; most commands ask a running one.")
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build())
                .version(NAME + " " + ProgramVersion.TEXT);
        root.usageMessage().width(100).exitCodeListHeading("%nExit status:%n").exitCodeList(exitCodes());
        return root;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode exitCode : ExitCode.values()) {
            codes.put(String.valueOf(exitCode.status()), exitCode.meaning());
        }
        return codes;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    private int run(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        ParseResult deepest = parsed;
        while (deepest.hasSubcommand()) {
            deepest = deepest.subcommand();
        }
        String name = deepest.commandSpec().name();
        ParseResult called = deepest;
        try {
            return ALL.stream()
                    .filter(command -> command.spec().name().equals(name))
                    .findFirst()
                    .orElse(new ServeCommand())
                    .run(called, session)
                    .status();
        } catch (RuntimeException failure) {
            return failed(failure, called);
        }
    }

    private int failed(RuntimeException failure, ParseResult parsed) {
        if (session.interruption().hasHappened()) { // what it worked with is being closed
            return ExitCode.INTERRUPTED.status();
        }
        if (failure instanceof CommandException told) {
            if (isJson(parsed)) {
                JsonNode problem = told.problem();
                session.answer(problem);
            }
            Complaint.print(session.err(), told);
            return told.exitCode().status();
        }
        session.err().println(NAME + ": something went wrong here. Please report this:");
        failure.printStackTrace(session.err());
        return ExitCode.FAILED.status();
    }

    private static boolean isJson(ParseResult parsed) {
        return parsed.commandSpec().optionsMap().containsKey(Options.JSON) && Options.isSet(parsed, Options.JSON);
    }

    /** Whether another tool's command follows ours. */
    private static boolean isPasted(String... arguments) {
        return arguments.length > 1
                && List.of(
                                "hf",
                                "huggingface-cli",
                                "git",
                                "wget",
                                "curl",
                                "aria2c",
                                "ollama",
                                "llama-cli",
                                "llama-server",
                                "vllm")
                        .contains(arguments[1]);
    }

    private int wrongUse(ParameterException wrong, String[] arguments) {
        CommandLine called = wrong.getCommandLine();
        String sentence = UntrustedText.line(String.valueOf(wrong.getMessage()), Complaint.MAX_CHARS);
        if (isPasted(arguments)) {
            sentence +=
                    ". A line of another tool is taken as one word: put it into quotes, as in hf-downloader download"
                            + " 'hf download owner/name --include \"*.gguf\"'";
        }
        if (List.of(arguments).contains(Options.JSON)) {
            session.answer(CommandException.of(ExitCode.WRONG_USE, sentence).problem());
        }
        session.err().println(NAME + ": " + sentence);
        if (!UnmatchedArgumentException.printSuggestions(wrong, writer(session.err()))) {
            session.err().println();
            called.usage(writer(session.err()), Ansi.OFF);
        }
        return ExitCode.WRONG_USE.status();
    }
}
