package io.hfdownloader.command.shell;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli has none for. */
public final class FishCompletion {

    private FishCompletion() {}

    /** The script for a program with subcommands one level deep. */
    public static String of(CommandSpec program) {
        String name = program.name();
        StringBuilder script = new StringBuilder("# Completion of " + name + " for fish\n");
        script.append("complete -c ").append(name).append(" -f\n");
        options(script, name, "__fish_use_subcommand", program);
        for (CommandLine command : program.subcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            line(script, name, "__fish_use_subcommand", " -a " + spec.name() + " -d " + quoted(description(spec)));
            String within = "__fish_seen_subcommand_from " + spec.name();
            options(script, name, within, spec);
            candidates(spec).forEach(word -> line(script, name, within, " -a " + quoted(word)));
        }
        return script.toString();
    }

    private static void options(StringBuilder script, String name, String when, CommandSpec spec) {
        for (OptionSpec option : spec.options()) {
            StringBuilder words = new StringBuilder();
            for (String spelling : option.names()) {
                words.append(
                        spelling.startsWith("--") ? " -l " + spelling.substring(2) : " -s " + spelling.substring(1));
            }
            line(
                    script,
                    name,
                    when,
                    words + (option.arity().max() > 0 ? " -r" : "") + " -d " + quoted(first(option.description())));
        }
    }

    private static void line(StringBuilder script, String name, String when, String rest) {
        script.append("complete -c ")
                .append(name)
                .append(" -n '")
                .append(when)
                .append("'")
                .append(rest)
                .append('\n');
    }

    private static List<String> candidates(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .flatMap(parameter -> parameter.completionCandidates() == null
                        ? Stream.of()
                        : StreamSupport.stream(parameter.completionCandidates().spliterator(), false))
                .toList();
    }

    private static String description(CommandSpec spec) {
        return first(spec.usageMessage().header());
    }

    /** The first sentence. */
    private static String first(String... description) {
        return Arrays.stream(description).findFirst().orElse("").split("[.:;](?: |$)", 2)[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
