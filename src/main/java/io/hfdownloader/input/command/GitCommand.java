package io.hfdownloader.input.command;

import java.util.List;
import java.util.Set;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.QuotedText;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.problem.CodedText;

/** {@code git clone https://huggingface.co/owner/name}. */
final class GitCommand implements CommandParser {

    private static final Set<String> SINGLE_VALUED = Set.of(
            "-b",
            "--branch",
            "--depth",
            "-c",
            "--config",
            "-C",
            "-o",
            "--origin",
            "-j",
            "--jobs",
            "--filter",
            "-I",
            "-X",
            "--include",
            "--exclude",
            "--revision",
            "--reference",
            "--template",
            "-u",
            "--upload-pack");
    private static final Set<String> OTHER_COMMANDS =
            Set.of("pull", "fetch", "checkout", "push", "commit", "add", "init", "config", "install");

    private final ReferenceReader reader;

    GitCommand(ReferenceReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean handles(String program) {
        return program.equals("git") || program.equals("git-lfs");
    }

    @Override
    public List<Reference> parse(String program, List<String> words) {
        Arguments arguments = Arguments.of(words, SINGLE_VALUED, Set.of());
        List<String> plain = arguments.positional();
        List<String> command = plain.isEmpty() || !plain.get(0).equals("lfs") ? plain : plain.subList(1, plain.size());
        if (command.isEmpty() || !command.get(0).equals("clone")) {
            if (!command.isEmpty() && (OTHER_COMMANDS.contains(command.get(0)) || command.size() < plain.size())) {
                throw new NothingToFetchException(
                        "This command names no repository. Write git clone https://huggingface.co/owner/name.");
            }
            return List.of();
        }
        if (command.size() < 2) {
            throw Unreadable.NO_REPO.because(
                    "The address of the repository is missing. Write git clone https://huggingface.co/owner/name.",
                    "example",
                    "git clone https://huggingface.co/owner/name");
        }
        String address = command.get(1);
        if (!reader.isAddress(address)) {
            throw Unreadable.NOT_OF_HUB.because(
                    QuotedText.of(address) + " is not an address of the Hub. Write git clone"
                            + " https://huggingface.co/owner/name, or owner/name alone.",
                    "text",
                    address);
        }
        List<CodedText> notes = command.size() > 2
                ? List.of(
                        Note.CLONE_FOLDER.says("The folder's name was left out: files go to this server's own folder."))
                : List.of();
        return List.of(reader.repo(address, null)
                .withRevision(arguments.last("-b", "--branch", "--revision").orElse(null))
                .withInclude(list(arguments.all("-I", "--include")))
                .withExclude(list(arguments.all("-X", "--exclude")))
                .withNotes(notes));
    }

    private static List<String> list(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .filter(value -> !value.isBlank())
                .toList();
    }
}
