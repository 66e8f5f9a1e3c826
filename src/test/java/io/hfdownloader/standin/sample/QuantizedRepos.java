package io.hfdownloader.standin.sample;

import java.util.LinkedHashMap;
import java.util.Map;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;

/** GGUF repos with many quantizations of one model. */
final class QuantizedRepos {

    /** Sizes relative to each other as bits per weight are. */
    private static final Map<String, Integer> BITS = new LinkedHashMap<>();

    static {
        BITS.put("Q2_K", 3);
        BITS.put("Q3_K_M", 4);
        BITS.put("IQ4_XS", 4);
        BITS.put("MXFP4_MOE", 4);
        BITS.put("Q4_K_M", 5);
        BITS.put("UD-Q4_K_XL", 5);
        BITS.put("Q5_K_M", 6);
        BITS.put("Q6_K", 7);
        BITS.put("UD-Q6_K_XL", 8);
        BITS.put("Q8_0", 9);
        BITS.put("F16", 16);
    }

    private static final int BF16_SHARDS = 3;

    private final long unit;

    /** @param unit bytes for each bit per weight */
    QuantizedRepos(long unit) {
        this.unit = unit;
    }

    RepoBuilder plain(String id) {
        RepoBuilder repo = common(id);
        BITS.forEach((label, bits) -> repo.file("quants-" + label + ".gguf", gguf(label, bits * unit)));
        for (int i = 1; i <= BF16_SHARDS; i++) {
            String name = String.format("BF16/quants-BF16-%05d-of-%05d.gguf", i, BF16_SHARDS);
            repo.file(name, gguf(name, 16 * unit / BF16_SHARDS));
        }
        return repo.file("imatrix_unsloth.dat", Content.generated(701, 80_000));
    }

    RepoBuilder vision(String id) {
        RepoBuilder repo = common(id).tag("image-text-to-text");
        for (String label : new String[] {"Q4_K_M", "Q8_0", "BF16"}) {
            repo.file("vision-" + label + ".gguf", gguf(label, BITS.getOrDefault(label, 16) * unit));
        }
        return repo.file("mmproj-F16.gguf", gguf("mmproj F16", 2 * unit))
                .file("mmproj-BF16.gguf", gguf("mmproj BF16", 2 * unit));
    }

    private RepoBuilder common(String id) {
        return SampleRepos.withUsualFiles(StandInRepo.model(id))
                .fact("gguf", "{\"total\": " + 8 * unit + ", \"architecture\": \"llama\", \"context_length\": 8192}")
                .fact("cardData", "{\"license\": \"apache-2.0\", \"base_model\": \"acme/tiny-sharded\"}")
                .tag("gguf")
                .tag("base_model:quantized:acme/tiny-sharded");
    }

    /** An odd size, because real ones are no multiples of anything. */
    private static Content gguf(String label, long about) {
        long seed = label.hashCode();
        long size = about + Math.floorMod(seed, 1000L);
        return Content.generated(GgufHeaderBuilder.of("Acme " + label, size), seed, size);
    }
}
