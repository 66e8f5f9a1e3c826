package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.UnreadableInput;
import org.jspecify.annotations.Nullable;

/** Reads a line as commands of a shell, when the programs they start are known ones. */
public final class CommandLine {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:\\$env:)?[A-Za-z_][A-Za-z0-9_]*+=.*+", Pattern.DOTALL);
    private static final Set<String> WRAPPERS = Set.of(
            "sudo",
            "env",
            "time",
            "nohup",
            "nice",
            "exec",
            "uvx",
            "uv",
            "pipx",
            "poetry",
            "conda",
            "proxychains",
            "proxychains4",
            "stdbuf",
            "screen",
            "export");
    private static final Set<String> WRAPPER_WORDS = Set.of("run", "tool", "exec");
    private static final Set<String> WRAPPER_OPTIONS = Set.of(
            "--from", "--with", "--python", "-p", "-n", "--name", "--project", "--extra", "--group", "--spec", "-u");
    private static final Pattern SETUP_COMMAND = Pattern.compile(
            "(?:%?pip3?|uv pip|conda|brew|apt|apt-get|dnf|winget) install .*+|python3? -m (?:pip|venv) .*+|cd \\S++"
                    + "|mkdir (?:-p )?\\S++|export \\w++=.*+|from [\\w.]++ import .*+|import \\w[\\w.]*+(?: as \\w++)?|source \\S++",
            Pattern.DOTALL);

    private final List<CommandParser> commands;

    public CommandLine(ReferenceReader reader) {
        this.commands = List.of(
                new HfCommand(reader),
                new OllamaCommand(reader),
                new LlamaCommand(reader),
                new GitCommand(reader),
                new ServeCommand(reader),
                new FetchCommand(reader));
    }

    /**
     * What the commands in the line ask for; empty when it is no command line.
     *
     * @throws IllegalArgumentException with a sentence for the user when it is one that downloads nothing
     */
    public List<Reference> parse(String line) {
        List<Reference> references = new ArrayList<>();
        @Nullable NothingToFetchException idle = null;
        for (List<String> words : ShellWords.of(unquoted(line))) {
            try {
                references.addAll(parseCommand(unwrapped(words)));
            } catch (NothingToFetchException aside) {
                idle = aside;
            } catch (IllegalArgumentException refused) {
                references.add(UnreadableInput.of(refused));
            }
        }
        if (references.isEmpty() && idle != null) {
            throw idle;
        }
        if (references.isEmpty() && SETUP_COMMAND.matcher(line).matches()) {
            throw new NothingToFetchException("This line downloads nothing from the Hub, so it was left out.");
        }
        return references;
    }

    private List<Reference> parseCommand(List<String> words) {
        return words.isEmpty() ? List.of() : of(program(words.get(0)), words.subList(1, words.size()));
    }

    private List<Reference> of(String program, List<String> words) {
        for (CommandParser commandParser : commands) {
            if (commandParser.handles(program)) {
                return commandParser.parse(program, words);
            }
        }
        return List.of();
    }

    /** The command itself, without settings and programs that only start it. */
    private static List<String> unwrapped(List<String> words) {
        int at = 0;
        boolean wrapped = false;
        while (at < words.size()) {
            String word = words.get(at);
            if (WRAPPERS.contains(word)) {
                wrapped = true;
            } else if (wrapped && WRAPPER_OPTIONS.contains(word)) {
                at++;
            } else if (!(ASSIGNMENT.matcher(word).matches()
                    || wrapped && (Arguments.isOption(word) || WRAPPER_WORDS.contains(word)))) {
                break;
            }
            at++;
        }
        List<String> called = words.subList(Math.min(at, words.size()), words.size());
        boolean module = called.size() > 2
                && called.get(0).startsWith("python")
                && called.get(1).equals("-m");
        return module && called.get(2).matches("huggingface_hub.*|llama_cpp\\.server")
                ? called.subList(2, called.size())
                : called;
    }

    private static String program(String word) {
        String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
        return plain.startsWith("huggingface_hub.") ? "huggingface_hub" : plain;
    }

    private static String unquoted(String line) {
        return line.length() > 1 && line.startsWith("`") && line.endsWith("`")
                ? line.substring(1, line.length() - 1)
                : line;
    }
}
