package io.hfdownloader.command;

import java.util.List;

import io.hfdownloader.command.outcome.ExitCode;
import io.hfdownloader.command.shell.FishCompletion;
import io.hfdownloader.command.shell.ManPage;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code completion}: prints what a shell needs to complete these commands, or the manual page. */
final class CompletionCommand implements Command {

    private static final List<String> KINDS = List.of("bash", "zsh", "fish", "man");

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "completion",
                        "Print what a shell needs to complete these commands, or the manual page.",
                        "  bash   source <(hf-downloader completion bash)",
                        "  zsh    the same, in ~/.zshrc",
                        "  fish   hf-downloader completion fish > ~/.config/fish/completions/hf-downloader.fish",
                        "  man    hf-downloader completion man > /usr/local/share/man/man1/hf-downloader.1")
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .type(String.class)
                        .completionCandidates(KINDS)
                        .paramLabel("bash|zsh|fish|man")
                        .description("For which shell.")
                        .build());
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        CommandLine all = new CommandLine(parsed.commandSpec().root());
        String kind = parsed.matchedPositionalValue(0, "");
        session.out()
                .print(
                        switch (kind) {
                            case "bash", "zsh" -> AutoComplete.bash(all.getCommandName(), all);
                            case "fish" -> FishCompletion.of(all.getCommandSpec());
                            case "man" -> ManPage.of(all.getCommandSpec());
                            default -> throw Wanted.wrong("Name one of " + String.join(", ", KINDS) + ".");
                        });
        session.out().flush();
        return ExitCode.DONE;
    }
}
