package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;

/** Programs that serve a model they are told by an option: vLLM, SGLang, and containers with one of these in them. */
final class ServeCommand implements CommandParser {

    private static final Pattern PROGRAM = Pattern.compile("vllm|sglang|transformers|docker|podman|python[0-9.]{0,5}"
            + "|text-generation-launcher|text-embeddings-router|mlx_lm\\.[a-z_]{1,20}|lmdeploy|trtllm-serve");
    private static final Set<String> WORDS = Set.of("serve", "chat", "bench", "download", "api_server", "run-batch");
    private static final String[] MODEL = {"--model", "--model-path", "--model-id", "--hf-model", "--pretrained-model"};
    private static final Set<String> SINGLE_VALUED = Set.of(
            "--model",
            "--model-path",
            "--model-id",
            "--hf-model",
            "--pretrained-model",
            "--revision",
            "--port",
            "--host",
            "--tokenizer",
            "--dtype",
            "--max-model-len",
            "--gpu-memory-utilization",
            "--tensor-parallel-size",
            "-tp",
            "--quantization",
            "-q",
            "--served-model-name",
            "--download-dir",
            "--api-key",
            "--hf-token",
            "--tokenizer-revision",
            "--code-revision",
            "-v",
            "--volume",
            "-p",
            "-e",
            "--env",
            "--name",
            "--gpus");

    private final ReferenceReader reader;
    private final LlamaCommand llama;

    ServeCommand(ReferenceReader reader) {
        this.reader = reader;
        this.llama = new LlamaCommand(reader);
    }

    @Override
    public boolean handles(String program) {
        return PROGRAM.matcher(program).matches();
    }

    @Override
    public List<Reference> parse(String program, List<String> words) {
        Arguments arguments = Arguments.of(words, SINGLE_VALUED, Set.of());
        List<String> plain = new ArrayList<>(arguments.positional());
        Optional<String> model = arguments.last(MODEL);
        if (model.isEmpty() && plain.size() > 1 && WORDS.contains(plain.get(0))) {
            model = plain.subList(1, plain.size()).stream()
                    .filter(reader::isRepo)
                    .findFirst()
                    .or(() -> Optional.of(plain.get(1)));
        }
        if (model.isEmpty()) {
            return llama.parseOptions(words);
        }
        return List.of(reader.repo(model.get(), null)
                .withRevision(arguments.last("--revision").orElse(null))
                .withNotes(arguments.has("--download-dir") ? List.of(PlaceNote.of("--download-dir")) : List.of()));
    }
}
