package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.RepoReader;
import io.hfdownloader.input.reference.RepoWish;
import io.hfdownloader.input.reference.Unreadable;

/** The programs of llama.cpp: {@code llama-server -hf owner/name:Q4_K_M}. */
final class LlamaCommand implements Command {

    private static final Pattern PROGRAM =
            Pattern.compile("(?:llama(?:-[a-z0-9-]{1,40}|_cpp\\.server)?|main|server)(?:\\.exe)?");
    private static final String[] MAIN = {"-hf", "-hfr", "--hf-repo", "--hf_model_repo_id"};
    private static final String[] FILE = {"-hff", "--hf-file"};
    private static final String[] MORE = {"-hfd", "-hfrd", "--hf-repo-draft", "-hfv", "-hfrv", "--hf-repo-v"};
    private static final String[] ADDRESS = {"-mu", "--model-url", "-mmu", "--mmproj-url"};
    private static final Set<String> ONE = Set.of(
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

    private final RepoReader repos;

    LlamaCommand(RepoReader repos) {
        this.repos = repos;
    }

    @Override
    public boolean isCalled(String program) {
        return PROGRAM.matcher(program).matches();
    }

    @Override
    public List<Meaning> read(String program, List<String> words) {
        List<Meaning> meanings = options(words);
        if (meanings.isEmpty() && words.stream().anyMatch(Arguments::isOption)) {
            throw new IllegalArgumentException("The command names no repository of the Hub. Write it as in llama-server"
                    + " -hf owner/name:Q4_K_M.");
        }
        return meanings;
    }

    /** What the options of llama.cpp name, wherever in a command they stand. */
    List<Meaning> options(List<String> words) {
        Arguments arguments = Arguments.of(words, ONE, Set.of());
        List<Meaning> meanings = new ArrayList<>();
        arguments
                .last(MAIN)
                .ifPresent(name -> meanings.add(Unreadable.unlessRead(() -> {
                    RepoWish repo = repos.repo(name, null);
                    return arguments
                            .last(FILE)
                            .map(file -> repo.withFiles(List.of(file)))
                            .orElseGet(() -> chosen(repo, "llama.cpp"));
                })));
        arguments
                .all(MORE)
                .forEach(name ->
                        meanings.add(Unreadable.unlessRead(() -> chosen(repos.repo(name, null), "llama.cpp"))));
        arguments.all(ADDRESS).forEach(address -> meanings.add(Unreadable.unlessRead(() -> repos.repo(address, null))));
        return meanings;
    }

    /** Says what a program would take that was told no variant. */
    static RepoWish chosen(RepoWish repo, String program) {
        return repo.variants().isEmpty() && repo.include().isEmpty()
                ? repo.noted(List.of("No variant is named, for which " + program
                        + " takes Q4_K_M if there is one. Choose one here."))
                : repo;
    }
}
