package io.hfdownloader.input.command;

import java.util.List;
import java.util.Set;

import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.Quoted;
import io.hfdownloader.input.reference.RepoReader;

/** {@code git clone https://huggingface.co/owner/name}. */
final class GitCommand implements Command {

    private static final Set<String> ONE = Set.of(
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
    private static final Set<String> OTHERS =
            Set.of("pull", "fetch", "checkout", "push", "commit", "add", "init", "config", "install");

    private final RepoReader repos;

    GitCommand(RepoReader repos) {
        this.repos = repos;
    }

    @Override
    public boolean isCalled(String program) {
        return program.equals("git") || program.equals("git-lfs");
    }

    @Override
    public List<Meaning> read(String program, List<String> words) {
        Arguments arguments = Arguments.of(words, ONE, Set.of());
        List<String> plain = arguments.plain();
        List<String> command = plain.isEmpty() || !plain.get(0).equals("lfs") ? plain : plain.subList(1, plain.size());
        if (command.isEmpty() || !command.get(0).equals("clone")) {
            if (!command.isEmpty() && (OTHERS.contains(command.get(0)) || command.size() < plain.size())) {
                throw new NothingToFetchException(
                        "This command names no repository. Write git clone https://huggingface.co/owner/name.");
            }
            return List.of();
        }
        if (command.size() < 2) {
            throw new IllegalArgumentException("The address of the repository is missing. Write git clone"
                    + " https://huggingface.co/owner/name.");
        }
        String address = command.get(1);
        if (!repos.isAddress(address)) {
            throw new IllegalArgumentException(Quoted.of(address) + " is not an address of the Hub. Write git clone"
                    + " https://huggingface.co/owner/name, or owner/name alone.");
        }
        List<String> notes = command.size() > 2
                ? List.of("The folder's name was left out: files go to this server's own folder.")
                : List.of();
        return List.of(repos.repo(address, null)
                .withRevision(arguments.last("-b", "--branch", "--revision").orElse(null))
                .withInclude(list(arguments.all("-I", "--include")))
                .withExclude(list(arguments.all("-X", "--exclude")))
                .noted(notes));
    }

    private static List<String> list(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .filter(value -> !value.isBlank())
                .toList();
    }
}
