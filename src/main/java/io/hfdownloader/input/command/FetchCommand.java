package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.problem.CodedText;

/** {@code wget}, {@code curl} and {@code aria2c} with addresses of files on the Hub. */
final class FetchCommand implements CommandParser {

    private static final Set<String> PROGRAMS =
            Set.of("wget", "wget2", "curl", "aria2c", "axel", "invoke-webrequest", "iwr", "xh", "http", "https");
    private static final Set<String> SINGLE_VALUED = Set.of(
            "-o",
            "-O",
            "--output",
            "--out",
            "-d",
            "--dir",
            "--output-dir",
            "-P",
            "--directory-prefix",
            "--output-document",
            "-H",
            "--header",
            "-x",
            "-s",
            "-k",
            "-j",
            "-n",
            "-u",
            "--user",
            "-U",
            "--user-agent",
            "-e",
            "-t",
            "--retry",
            "-outfile",
            "-OutFile");
    private static final List<String> NAMED_FILE = List.of(
            "-o",
            "-O",
            "--output",
            "--out",
            "-d",
            "--dir",
            "--output-dir",
            "-P",
            "--directory-prefix",
            "--output-document",
            "-OutFile");

    private final ReferenceReader reader;

    FetchCommand(ReferenceReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean handles(String program) {
        return PROGRAMS.contains(program);
    }

    @Override
    public List<Reference> parse(String program, List<String> words) {
        // curl's -O, -s and -k stand alone: an address behind one is found among the values
        List<String> addresses = words.stream()
                .map(word -> word.startsWith("--url=") ? word.substring("--url=".length()) : word)
                .filter(reader::isAddress)
                .toList();
        if (addresses.isEmpty()) {
            if (words.stream().anyMatch(Arguments::isOption)) {
                throw Unreadable.NO_REPO.because(
                        "The command names no address of the Hub. Write it as in " + program
                                + " https://huggingface.co/owner/name/resolve/main/file.",
                        "example",
                        program + " https://huggingface.co/owner/name/resolve/main/file");
            }
            return List.of();
        }
        Arguments arguments = Arguments.of(words, SINGLE_VALUED, Set.of());
        List<CodedText> notes = NAMED_FILE.stream().anyMatch(arguments::has)
                        && arguments.all(NAMED_FILE.toArray(new String[0])).stream()
                                .anyMatch(value -> !reader.isAddress(value))
                ? List.of(Note.COPY_NAME.says(
                        "The name or folder of the copy was left out: files keep the Hub's names here."))
                : List.of();
        List<Reference> references = new ArrayList<>();
        addresses.forEach(address -> references.add(
                UnreadableInput.orUnreadable(() -> reader.repo(address, null).withNotes(notes))));
        return references;
    }
}
