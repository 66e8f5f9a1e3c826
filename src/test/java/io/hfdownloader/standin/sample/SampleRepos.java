package io.hfdownloader.standin.sample;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.RepoRegistry;
import io.hfdownloader.standin.repo.StandInRepo;

/**
 * Repos to try the program with: each shows one thing. All are generated, the same on every start, and made when they
 * are first asked for.
 */
public final class SampleRepos {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final long GIB = 1024L * MIB;

    private final QuantizedRepos quants;
    private final Map<String, Sample> samples = new LinkedHashMap<>();

    private SampleRepos(long quantUnit, long shardBytes) {
        this.quants = new QuantizedRepos(quantUnit);
        model("acme/tiny-sharded", "safetensors in three shards", id -> sharded(id, shardBytes));
        model("acme/two-formats", "the same weights as safetensors and as pytorch_model.bin", SampleRepos::twoFormats);
        model("acme/quants-GGUF", "twelve quantizations; try Q4_K_M", quants::plain);
        model("acme/vision-GGUF", "quantizations with projectors for images", quants::vision);
        model(
                "acme/gated-model",
                "a licence must be accepted: needs the token",
                id -> small(id, 11).gated());
        model(
                "acme/private-model",
                "seen with the token only",
                id -> small(id, 12).privately());
        model("acme/disabled-model", "taken down", id -> small(id, 13).disabled());
        model("acme/new-name", "was acme/old-name", id -> small(id, 14), "acme/old-name");
        model("openai-community/gpt2", "also answers to gpt2", id -> small(id, 15), "gpt2");
        model("canonical", "an id without namespace", id -> small(id, 16));
        model("acme/hostile-names", "file names that must be refused", FileNameRepos::hostile);
        model("acme/odd-names", "odd file names that are legal", FileNameRepos::odd);
        model("acme/many-files", "2,500 small files", id -> ManyFilesRepo.folders(id, 2_500, 64 * KIB));
        model("acme/seventy-thousand", "70,000 tiny files", id -> ManyFilesRepo.folders(id, 70_000, 16));
        model("acme/two-commits", "an update is waiting once main is moved", SampleRepos::twoCommits);
        model("acme/big-file", "one file of 1 GiB", SampleRepos::bigFile);
        model("acme/large-file", "one file of 64 MiB, for what is slowed down", SampleRepos::largeFile);
        model(
                "acme/on-xet",
                "in content-addressed storage; its update changes little",
                id -> onXet(id, 3 * shardBytes));
        List.of("gpt-oss", "sdxl", "whisper", "onnx-web", "fine-tune")
                .forEach(layout -> model(
                        "published/" + layout,
                        "laid out as published; listed, not fetched",
                        id -> PublishedRepos.repo(id, layout)));
        add(RepoKind.DATASET, "acme/sample-data", "a dataset", SampleRepos::dataset);
        add(RepoKind.SPACE, "acme/sample-space", "a space", SampleRepos::space);
    }

    /** A few megabytes each, for tests. */
    public static SampleRepos small() {
        return new SampleRepos(256 * KIB, 3 * MIB);
    }

    /** Tens to hundreds of megabytes, so that progress can be watched. */
    public static SampleRepos forWatching() {
        return new SampleRepos(18L * MIB, 60L * MIB);
    }

    /** Those of these ids alone, where all of the others are too large to be fetched by chance. */
    public SampleRepos only(Collection<String> ids) {
        samples.keySet().retainAll(ids);
        return this;
    }

    /** Has them all served. */
    public void addTo(RepoRegistry repos) {
        samples.forEach(
                (id, sample) -> repos.addLazily(sample.kind, id, sample.oldNames, () -> sample.maker.apply(id)));
    }

    /** What there is to try: ids as a user types them, each with a line on what it shows. */
    public Map<String, String> descriptions() {
        Map<String, String> lines = new LinkedHashMap<>();
        samples.forEach((id, sample) -> lines.put(id, sample.description));
        return lines;
    }

    /** Configuration, tokenizer and the like, as nearly every model has them. */
    static RepoBuilder withUsualFiles(RepoBuilder repo) {
        return repo.tag("license:apache-2.0")
                .fact("config", "{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\"}")
                .file(".gitattributes", "*.safetensors filter=lfs diff=lfs merge=lfs -text\n")
                .file(
                        "README.md",
                        "---\nlicense: apache-2.0\n---\n# " + repo.id() + "\n\nGenerated for trying things out.\n")
                .file("LICENSE", Content.of("Apache License\nVersion 2.0, January 2004\n"))
                .file(
                        "config.json",
                        "{\n  \"architectures\": [\"LlamaForCausalLM\"],\n  \"model_type\": \"llama\"\n}\n");
    }

    private static RepoBuilder sharded(String id, long shardBytes) {
        RepoBuilder repo = withTokenizer(withUsualFiles(StandInRepo.model(id)).tag("safetensors"));
        SafetensorsFiles.addShards(repo, 3, 100, shardBytes);
        long parameters = 3 * shardBytes / 2;
        repo.fact("safetensors", "{\"parameters\": {\"BF16\": " + parameters + "}, \"total\": " + parameters + "}");
        return repo;
    }

    private static RepoBuilder twoFormats(String id) {
        return withTokenizer(
                        withUsualFiles(StandInRepo.model(id)).tag("safetensors").tag("pytorch"))
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", 201, 6L * MIB))
                .file("pytorch_model.bin", Content.generated(202, 6L * MIB + 1234));
    }

    private static RepoBuilder small(String id, long seed) {
        return withUsualFiles(StandInRepo.model(id))
                .tag("safetensors")
                .file("empty.txt", "")
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", seed, MIB));
    }

    private static RepoBuilder twoCommits(String id) {
        return withUsualFiles(StandInRepo.model(id))
                .tag("safetensors")
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", 301, 2L * MIB))
                .file("unchanged.safetensors", SafetensorsFiles.file("embed.weight", 302, 2L * MIB))
                .file("removed.txt", "Only the first commit has this.\n")
                .commit("Train longer")
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", 303, 2L * MIB + 4096))
                .file("added.txt", "Only the second commit has this.\n")
                .remove("removed.txt")
                .tagAt("v1.0", 0)
                .refAt("refs/pr/1", 1)
                .mainAt(0);
    }

    private static RepoBuilder bigFile(String id) {
        return withUsualFiles(StandInRepo.model(id)).file("model.bin", Content.generated(401, GIB));
    }

    private static RepoBuilder largeFile(String id) {
        return withUsualFiles(StandInRepo.model(id)).file("model.bin", Content.generated(402, 64L * MIB));
    }

    /** The second commit has other weights in one place. */
    private static RepoBuilder onXet(String id, long bytes) {
        Content before = SafetensorsFiles.file("lm_head.weight", 701, bytes);
        Content other = Content.generated(702, 64L * KIB);
        Content after =
                Content.joined(before.part(0, bytes / 2), other, before.part(bytes / 2 + other.size(), before.size()));
        return withTokenizer(withUsualFiles(StandInRepo.model(id)).tag("safetensors"))
                .onXet()
                .file("model.safetensors", before)
                .commit("Train one layer longer")
                .file("model.safetensors", after)
                .mainAt(0);
    }

    private static RepoBuilder dataset(String id) {
        return StandInRepo.dataset(id)
                .file("README.md", "# " + id + "\n")
                .file("data/train-00000-of-00001.parquet", Content.generated(501, 2L * MIB))
                .file("data/test.csv", "text,label\nhello,1\n");
    }

    private static RepoBuilder space(String id) {
        return StandInRepo.space(id)
                .file("README.md", "---\nsdk: static\n---\n")
                .file("app.py", "print('hello')\n")
                .file("logo.png", Content.generated(601, 40L * KIB));
    }

    private static RepoBuilder withTokenizer(RepoBuilder repo) {
        return repo.file("generation_config.json", "{\"max_length\": 2048}\n")
                .file("tokenizer_config.json", "{\"model_max_length\": 8192}\n")
                .file("tokenizer.json", "{\"version\": \"1.0\", \"model\": {\"vocab\": {}}}\n")
                .file("special_tokens_map.json", "{\"eos_token\": \"</s>\"}\n");
    }

    private void model(String id, String description, Function<String, RepoBuilder> maker, String... oldNames) {
        add(RepoKind.MODEL, id, description, maker, oldNames);
    }

    private void add(
            RepoKind kind, String id, String description, Function<String, RepoBuilder> maker, String... oldNames) {
        samples.put(id, new Sample(kind, description, List.of(oldNames), maker));
    }

    private record Sample(
            RepoKind kind, String description, List<String> oldNames, Function<String, RepoBuilder> maker) {}
}
