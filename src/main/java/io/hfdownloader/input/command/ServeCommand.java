package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.RepoReader;

/** Programs that serve a model they are told by an option: vLLM, SGLang, and containers with one of these in them. */
final class ServeCommand implements Command {

    private static final Pattern PROGRAM = Pattern.compile("vllm|sglang|transformers|docker|podman|python[0-9.]{0,5}"
            + "|text-generation-launcher|text-embeddings-router|mlx_lm\\.[a-z_]{1,20}|lmdeploy|trtllm-serve");
    private static final Set<String> WORDS = Set.of("serve", "chat", "bench", "download", "api_server", "run-batch");
    private static final String[] MODEL = {"--model", "--model-path", "--model-id", "--hf-model", "--pretrained-model"};
    private static final Set<String> ONE = Set.of(
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

    private final RepoReader repos;
    private final LlamaCommand llama;

    ServeCommand(RepoReader repos) {
        this.repos = repos;
        this.llama = new LlamaCommand(repos);
    }

    @Override
    public boolean isCalled(String program) {
        return PROGRAM.matcher(program).matches();
    }

    @Override
    public List<Meaning> read(String program, List<String> words) {
        Arguments arguments = Arguments.of(words, ONE, Set.of());
        List<String> plain = new ArrayList<>(arguments.plain());
        Optional<String> model = arguments.last(MODEL);
        if (model.isEmpty() && plain.size() > 1 && WORDS.contains(plain.get(0))) {
            model = plain.subList(1, plain.size()).stream()
                    .filter(repos::isRepo)
                    .findFirst()
                    .or(() -> Optional.of(plain.get(1)));
        }
        if (model.isEmpty()) {
            return llama.options(words);
        }
        return List.of(repos.repo(model.get(), null)
                .withRevision(arguments.last("--revision").orElse(null))
                .noted(
                        arguments.has("--download-dir")
                                ? List.of("--download-dir was left out: files go to this server's own folder.")
                                : List.of()));
    }
}
