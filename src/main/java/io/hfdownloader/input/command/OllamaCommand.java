package io.hfdownloader.input.command;

import java.util.List;
import java.util.Set;

import io.hfdownloader.input.reference.QuotedText;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.Unreadable;

/** {@code ollama run hf.co/owner/name:Q4_K_M}. */
final class OllamaCommand implements CommandParser {

    private static final Set<String> LOADING = Set.of("run", "pull", "show", "create", "cp");

    private final ReferenceReader reader;

    OllamaCommand(ReferenceReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean handles(String program) {
        return program.equals("ollama");
    }

    @Override
    public List<Reference> parse(String program, List<String> words) {
        if (words.isEmpty() || !LOADING.contains(words.get(0))) {
            return List.of();
        }
        String name =
                Arguments.of(words.subList(1, words.size()), Set.of("--keepalive", "--format"), Set.of())
                        .positional()
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> Unreadable.NO_REPO.because(
                                "The command names no model. Write it as in ollama run hf.co/owner/name:Q4_K_M.",
                                "example",
                                "ollama run hf.co/owner/name:Q4_K_M"));
        if (!reader.isHubAddress(name)) {
            throw Unreadable.OLLAMA.because(
                    QuotedText.of(name) + " is a name of Ollama's own library, which is not on the"
                            + " Hub. Search for the model here, or name one of the Hub as in hf.co/owner/name:Q4_K_M.",
                    "text",
                    name);
        }
        return List.of(LlamaCommand.withDefaultVariantNote(reader.repo(name, null), "Ollama"));
    }
}
