package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableInput;

/** The programs of llama.cpp: {@code llama-server -hf owner/name:Q4_K_M}. */
final class LlamaCommand implements CommandParser {

    private static final Pattern PROGRAM =
            Pattern.compile("(?:llama(?:-[a-z0-9-]{1,40}|_cpp\\.server)?|main|server)(?:\\.exe)?");
    private static final String[] MAIN = {"-hf", "-hfr", "--hf-repo", "--hf_model_repo_id"};
    private static final String[] FILE = {"-hff", "--hf-file"};
    private static final String[] MORE = {"-hfd", "-hfrd", "--hf-repo-draft", "-hfv", "-hfrv", "--hf-repo-v"};
    private static final String[] ADDRESS = {"-mu", "--model-url", "-mmu", "--mmproj-url"};
    private static final Set<String> SINGLE_VALUED = Set.of(
            "-hf",
            "-hfr",
            "--hf-repo",
            "--hf_model_repo_id",
            "-hff",
            "--hf-file",
            "-hfd",
            "-hfrd",
            "--hf-repo-draft",
            "-hfv",
            "-hfrv",
            "--hf-repo-v",
            "-mu",
            "--model-url",
            "-mmu",
            "--mmproj-url");

    private final ReferenceReader reader;

    LlamaCommand(ReferenceReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean handles(String program) {
        return PROGRAM.matcher(program).matches();
    }

    @Override
    public List<Reference> parse(String program, List<String> words) {
        List<Reference> references = parseOptions(words);
        if (references.isEmpty() && words.stream().anyMatch(Arguments::isOption)) {
            throw Unreadable.NO_REPO.because(
                    "The command names no repository of the Hub. Write it as in llama-server -hf owner/name:Q4_K_M.",
                    "example",
                    "llama-server -hf owner/name:Q4_K_M");
        }
        return references;
    }

    /** What the options of llama.cpp name, wherever in a command they stand. */
    List<Reference> parseOptions(List<String> words) {
        Arguments arguments = Arguments.of(words, SINGLE_VALUED, Set.of());
        List<Reference> references = new ArrayList<>();
        arguments
                .last(MAIN)
                .ifPresent(name -> references.add(UnreadableInput.orUnreadable(() -> {
                    RepoReference repo = reader.repo(name, null);
                    return arguments
                            .last(FILE)
                            .map(file -> repo.withFiles(List.of(file)))
                            .orElseGet(() -> withDefaultVariantNote(repo, "llama.cpp"));
                })));
        arguments
                .all(MORE)
                .forEach(name -> references.add(UnreadableInput.orUnreadable(
                        () -> withDefaultVariantNote(reader.repo(name, null), "llama.cpp"))));
        arguments
                .all(ADDRESS)
                .forEach(address -> references.add(UnreadableInput.orUnreadable(() -> reader.repo(address, null))));
        return references;
    }

    /** Says what a program would take that was told no variant. */
    static RepoReference withDefaultVariantNote(RepoReference repo, String program) {
        return repo.variants().isEmpty() && repo.include().isEmpty()
                ? repo.withNotes(List.of(Note.USUAL_VARIANT
                        .says("No variant is named, for which " + program
                                + " takes Q4_K_M if there is one. Choose one here.")
                        .and("program", program)))
                : repo;
    }
}
