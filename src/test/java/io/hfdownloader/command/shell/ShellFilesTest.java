package io.hfdownloader.command.shell;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** Completion and manual page of a small program with odd words in it. */
@Tag("fast")
class ShellFilesTest {

    private final CommandSpec program = program();

    @Test
    void fishLearnsCommandsAndTheirOptions() {
        assertThat(FishCompletion.of(program))
                .contains("complete -c prog -n '__fish_use_subcommand' -a get -d 'Get it'")
                .contains("complete -c prog -n '__fish_seen_subcommand_from get' -l from -r -d 'Where it\\'s from'");
    }

    @Test
    void theManualPageKeepsDashesAndWhatLooksLikeAMacro() {
        assertThat(ManPage.of(program))
                .startsWith(".TH \"PROG\" 1")
                .contains("\\fB\\-\\-from\\fR \\fIURL\\fR", "\\&.hidden files too")
                .contains(".SS \"get\"", ".SH \"EXIT STATUS\"");
    }

    private static CommandSpec program() {
        CommandSpec get = CommandSpec.create().name("get");
        get.usageMessage().header("Get it.").description(".hidden files too");
        get.addOption(OptionSpec.builder("--from")
                .type(String.class)
                .paramLabel("URL")
                .description("Where it's from.")
                .build());
        CommandSpec program = CommandSpec.create().name("prog").version("prog 1");
        return program.addSubcommand("get", get);
    }
}
