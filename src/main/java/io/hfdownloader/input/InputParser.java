package io.hfdownloader.input;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.hfdownloader.input.command.CommandLine;
import io.hfdownloader.input.command.PythonCall;
import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.text.SecretMasker;

/**
 * Reads a pasted text line by line. Never fails and never asks anyone: what cannot be read comes back as
 * {@link UnreadableInput} with the reason. Takes time in proportion to the text. Any thread.
 */
public final class InputParser {

    /** Longer texts are not read. */
    public static final int MAX_TEXT_CHARS = 64 * 1024;

    /** More references are not read from one text. */
    public static final int MAX_REFERENCES = 200;

    static final CodedText TOKEN_LEFT_OUT =
            Note.TOKEN.says("The token was left out: this server uses its own, from Settings or HF_TOKEN.");

    private static final UnreadableInput TOKEN_REFUSED =
            new UnreadableInput(Unreadable.TOKEN.says(SecretMasker.REFUSAL));

    private final PythonCall python;
    private final CommandLine commands;
    private final FreeText words;

    private InputParser(HubHosts hosts) {
        ReferenceReader reader = new ReferenceReader(hosts);
        this.python = new PythonCall(reader);
        this.commands = new CommandLine(reader);
        this.words = new FreeText(reader);
    }

    /**
     * The references in the order of the text: {@value #MAX_REFERENCES} at most, and one more that says so when there were others.
     * Tokens in the text are in none of them.
     */
    public static List<ParsedInput> parse(String text, HubHosts hosts) {
        if (text.length() > MAX_TEXT_CHARS) {
            return List.of(new ParsedInput(
                    1,
                    "",
                    new UnreadableInput(Unreadable.TEXT_TOO_LONG.says(
                            "The text is longer than 64 KiB (65,536 characters). Paste it in parts."))));
        }
        InputParser reader = new InputParser(hosts);
        List<ParsedInput> inputs = new ArrayList<>();
        for (InputLine inputLine : InputLines.of(text)) {
            String shown = inputLine.shown();
            for (Reference reference : reader.references(inputLine)) {
                if (inputs.size() == MAX_REFERENCES) {
                    inputs.add(new ParsedInput(
                            inputLine.number(),
                            inputLine.shown(),
                            new UnreadableInput(Unreadable.TOO_MANY
                                    .says(
                                            "These are more than " + MAX_REFERENCES
                                                    + " references. Nothing from here on was read: paste the rest once these are on their way.")
                                    .and("most", MAX_REFERENCES))));
                    return List.copyOf(inputs);
                }
                inputs.add(new ParsedInput(inputLine.number(), shown, reference));
            }
        }
        return List.copyOf(inputs);
    }

    private List<Reference> references(InputLine inputLine) {
        List<Reference> references;
        try {
            references = parsed(inputLine);
        } catch (IllegalArgumentException refused) {
            references = List.of(UnreadableInput.of(refused));
        }
        return inputLine.hadSecret()
                ? references.stream().map(InputParser::withoutToken).distinct().toList()
                : references;
    }

    private List<Reference> parsed(InputLine inputLine) {
        String line = inputLine.text();
        List<Reference> called = python.parse(line);
        if (!called.isEmpty()) {
            return called;
        }
        List<Reference> commanded = commands.parse(line);
        if (!commanded.isEmpty()) {
            return commanded;
        }
        return inputLine.hadToken() ? besideToken(line) : words.parse(line);
    }

    /** Words that stand beside a token are not looked for: it may be a part of them. */
    private List<Reference> besideToken(String line) {
        try {
            return words.parse(line).stream()
                    .map(reference -> reference instanceof RepoReference ? reference : TOKEN_REFUSED)
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException unreadable) {
            return List.of(TOKEN_REFUSED);
        }
    }

    /** A token beside a repository is left out; where it stands for a name, nothing is asked for. */
    private static Reference withoutToken(Reference reference) {
        if (reference instanceof RepoReference repo && !holdsMask(repo)) {
            return repo.withNotes(List.of(TOKEN_LEFT_OUT));
        }
        boolean told = reference instanceof UnreadableInput unreadable
                && !unreadable.reason().contains(SecretMasker.MASK);
        return told ? reference : TOKEN_REFUSED;
    }

    private static boolean holdsMask(RepoReference repo) {
        return Stream.of(List.of(String.valueOf(repo.revision())), repo.variants(), repo.include(), repo.exclude())
                .flatMap(List::stream)
                .anyMatch(text -> text.contains(SecretMasker.MASK));
    }
}
