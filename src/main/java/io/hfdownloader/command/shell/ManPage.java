package io.hfdownloader.command.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page, in roff with the macros of man(7). Made here and not by way of picocli's generator, which writes AsciiDoc for
 * Asciidoctor: a Ruby runtime in the build for one page.
 */
public final class ManPage {

    private ManPage() {}

    /** That of a program with subcommands one level deep. */
    public static String of(CommandSpec program) {
        StringBuilder page = new StringBuilder();
        String name = program.name();
        macro(page, "TH", quoted(name.toUpperCase(Locale.ROOT)), "1", quoted(""), quoted(program.version()[0]));
        macro(page, "SH", "NAME");
        text(page, name + " - download models from the Hugging Face Hub and keep them");
        macro(page, "SH", "SYNOPSIS");
        for (CommandLine command : program.subcommands().values()) {
            synopsis(page, name, command.getCommandSpec());
        }
        macro(page, "SH", "DESCRIPTION");
        description(page, program);
        macro(page, "SH", "OPTIONS");
        program.options().forEach(option -> option(page, option));
        macro(page, "SH", "COMMANDS");
        for (CommandLine command : program.subcommands().values()) {
            command(page, command.getCommandSpec());
        }
        macro(page, "SH", quoted("EXIT STATUS"));
        for (Map.Entry<String, String> code :
                program.usageMessage().exitCodeList().entrySet()) {
            macro(page, "TP");
            macro(page, "B", code.getKey());
            text(page, code.getValue());
        }
        environment(page);
        return page.toString();
    }

    private static void environment(StringBuilder page) {
        macro(page, "SH", "ENVIRONMENT");
        for (List<String> variable : List.of(
                List.of("HF_DOWNLOADER_URL", "Address of the service, where --url does not name it."),
                List.of("HF_DOWNLOADER_MODELS_DIR", "Where models are kept."),
                List.of("HF_TOKEN", "Access token for gated and private repositories."),
                List.of("NO_COLOR", "Set to anything, progress is shown without colours."))) {
            macro(page, "TP");
            macro(page, "B", variable.get(0));
            text(page, variable.get(1));
        }
        text(page, "");
        macro(page, "PP");
        text(page, "The README lists all settings.");
    }

    private static void synopsis(StringBuilder page, String name, CommandSpec command) {
        StringBuilder words = new StringBuilder("\\fB" + escaped(name + " " + command.name()) + "\\fR");
        if (command.options().size() > 1) {
            words.append(" [options]");
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String label = "\\fI" + escaped(parameter.paramLabel()) + "\\fR";
            words.append(' ').append(parameter.arity().min() == 0 ? "[" + label + "]" : label);
        }
        page.append(words).append('\n');
        macro(page, "br");
    }

    private static void command(StringBuilder page, CommandSpec command) {
        macro(page, "SS", quoted(command.name()));
        description(page, command);
        command.positionalParameters().forEach(parameter -> {
            macro(page, "TP");
            page.append("\\fI").append(escaped(parameter.paramLabel())).append("\\fR\n");
            text(page, String.join(" ", parameter.description()));
        });
        command.options().forEach(option -> option(page, option));
    }

    private static void description(StringBuilder page, CommandSpec command) {
        text(page, String.join(" ", command.usageMessage().header()));
        for (String paragraph : command.usageMessage().description()) {
            if (paragraph.isEmpty()) {
                macro(page, "PP");
            } else if (paragraph.startsWith(" ")) { // an example, which is not to be filled
                macro(page, "br");
                text(page, paragraph.strip());
            } else {
                text(page, paragraph);
            }
        }
    }

    private static void option(StringBuilder page, OptionSpec option) {
        macro(page, "TP");
        page.append("\\fB").append(escaped(String.join(", ", option.names()))).append("\\fR");
        if (option.arity().max() > 0) {
            page.append(" \\fI").append(escaped(option.paramLabel())).append("\\fR");
        }
        page.append('\n');
        text(page, String.join(" ", option.description()));
    }

    private static void macro(StringBuilder page, String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(' ').append(argument);
        }
        page.append('\n');
    }

    /** A line that begins with a dot or a quote would be taken for a macro. */
    private static void text(StringBuilder page, String text) {
        if (!text.isEmpty()) {
            String line = escaped(text);
            page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
                    .append(line)
                    .append('\n');
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\(dq") + '"';
    }
}
