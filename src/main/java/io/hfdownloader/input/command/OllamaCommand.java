package io.hfdownloader.input.command;

import java.util.List;
import java.util.Set;

import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.Quoted;
import io.hfdownloader.input.reference.RepoReader;

/** {@code ollama run hf.co/owner/name:Q4_K_M}. */
final class OllamaCommand implements Command {

    private static final Set<String> LOADING = Set.of("run", "pull", "show", "create", "cp");

    private final RepoReader repos;

    OllamaCommand(RepoReader repos) {
        this.repos = repos;
    }

    @Override
    public boolean isCalled(String program) {
        return program.equals("ollama");
    }

    @Override
    public List<Meaning> read(String program, List<String> words) {
        if (words.isEmpty() || !LOADING.contains(words.get(0))) {
            return List.of();
        }
        String name =
                Arguments.of(words.subList(1, words.size()), Set.of("--keepalive", "--format"), Set.of())
                        .plain()
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "The command names no model. Write it as in ollama run hf.co/owner/name:Q4_K_M."));
        if (!repos.isHubAddress(name)) {
            throw new IllegalArgumentException(
                    Quoted.of(name) + " is a name of Ollama's own library, which is not on the"
                            + " Hub. Search for the model here, or name one of the Hub as in hf.co/owner/name:Q4_K_M.");
        }
        return List.of(LlamaCommand.chosen(repos.repo(name, null), "Ollama"));
    }
}
