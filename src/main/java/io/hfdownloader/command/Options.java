package io.hfdownloader.command;

import java.util.List;

import io.hfdownloader.command.client.ServiceAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options and arguments that several commands have. */
final class Options {

    static final String URL = "--url";
    static final String JSON = "--json";
    static final String WAIT = "--wait";

    private Options() {}

    /**
     * A command with help and nothing else.
     *
     * @param header what it does in a sentence, for the list of commands
     */
    static CommandSpec command(String name, String header, String... description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().header(header).description(description);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this.")
                .build());
        return spec;
    }

    /** One that asks the service. */
    static CommandSpec serviceCommand(String name, String header, String... description) {
        return command(name, header, description)
                .addOption(OptionSpec.builder(URL)
                        .paramLabel("URL")
                        .type(String.class)
                        .description("Address of the service, else " + ServiceAddress.VARIABLE
                                + ", else this machine's port.")
                        .build())
                .addOption(flag(JSON, "Answer in JSON, and with nothing else on the standard output."));
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** One that may be given again. */
    static OptionSpec texts(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    static PositionalParamSpec words(String arity, String label, String description) {
        return positional("0..*", arity, label, description);
    }

    /** One word, and no second. */
    static PositionalParamSpec word(String arity, String label, String description) {
        return positional("0", arity, label, description);
    }

    private static PositionalParamSpec positional(String index, String arity, String label, String description) {
        return PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .required(!arity.startsWith("0"))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    static boolean isSet(ParseResult parsed, String flag) {
        return parsed.matchedOptionValue(flag, false);
    }

    static List<String> texts(ParseResult parsed, String name) {
        return parsed.matchedOptionValue(name, List.of());
    }

    static List<String> words(ParseResult parsed) {
        return parsed.matchedPositionalValue(0, List.of());
    }
}
