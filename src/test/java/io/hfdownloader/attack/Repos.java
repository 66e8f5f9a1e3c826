package io.hfdownloader.attack;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;
import org.jspecify.annotations.Nullable;

/** What there is to download: what must always arrive, what the Hub lies about, and what is too large to be listed often. */
final class Repos {

    /** Fetched again and again, and compared each time. */
    static final List<String> STEADY = List.of("steady/plain", "steady/xet", "steady/many", "steady/sharded");

    /** Each has its listing in a hundred pages. */
    static final List<String> HUGE = List.of("huge/a", "huge/b", "huge/c");

    private static final int HUGE_FILES = 60_000;
    private static final int MIB = 1 << 20;
    private static final int LIED = 8;

    private final ConcurrentLinkedQueue<String> lied = new ConcurrentLinkedQueue<>();

    Repos(HubStandIn hub) {
        hub.add(usual("steady/plain").file("model.safetensors", Content.generated(1, 12L * MIB)));
        hub.add(usual("steady/xet").onXet().file("model.safetensors", Content.weights(2, 8L * MIB)));
        hub.add(many("steady/many", 300, 64 * 1024));
        RepoBuilder sharded = usual("steady/sharded");
        for (int i = 1; i <= 3; i++) {
            sharded.file(String.format("model-%05d-of-00003.safetensors", i), Content.generated(2 + i, 3L * MIB));
        }
        hub.add(sharded);
        HUGE.forEach(id -> hub.add(many(id, HUGE_FILES, 16)));
        for (int i = 0; i < LIED; i++) {
            String id = "lied/about-" + i;
            RepoBuilder repo = usual(id)
                    .file("model.safetensors", Content.generated(20 + i, MIB + 1_000L * i))
                    .file("folder/table.bin", Content.generated(40 + i, 300_000))
                    .file("folder/notes.txt", Content.of("Notes.\n".repeat(2_000)));
            hub.add(i % 2 == 0 ? repo : repo.onXet());
            lied.add(id);
        }
    }

    /** One that nobody else lies about, to be given back; null when all are in use. */
    @Nullable
    String takeLied() {
        return lied.poll();
    }

    void giveBack(String id) {
        lied.add(id);
    }

    /** A repo with other hostile names each time; some of its files may be here under theirs. */
    static RepoBuilder hostile(String id, Random random, String outside) {
        List<String> parts = List.of(
                "..",
                ".",
                "",
                "a",
                "con",
                "NUL.txt",
                ".git",
                ".cache",
                "huggingface",
                "download",
                ".hf-downloader-x",
                "x.metadata",
                "C:",
                "\\",
                "..\\..",
                "\u0000",
                "\n",
                "\u202e",
                "\ud83e\udd17",
                "%2e%2e",
                "<b>",
                "{{x}}",
                " ",
                "-rf",
                "n".repeat(250),
                "~",
                "$HOME",
                "|",
                "a:b",
                "LPT1",
                "...",
                "\u0131",
                "e\u0301",
                "\u00e9");
        RepoBuilder repo = usual(id).file("model.safetensors", Content.generated(random.nextInt(), 20_000));
        repo.file("../".repeat(1 + random.nextInt(8)) + outside.substring(1), "outside\n");
        repo.file(outside, "outside\n");
        for (int i = 0; i < 30; i++) {
            List<String> path = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(at -> parts.get(random.nextInt(parts.size())))
                    .toList();
            repo.file(String.join("/", path) + (random.nextInt(3) == 0 ? ".bin" : ".txt"), "hostile\n");
        }
        return repo;
    }

    private static RepoBuilder usual(String id) {
        return StandInRepo.model(id)
                .file("README.md", "# " + id + "\n")
                .file("config.json", "{\"model_type\": \"llama\"}\n");
    }

    private static RepoBuilder many(String id, int count, int largest) {
        return StandInRepo.model(id).edit(draft -> {
            for (int i = 0; i < count; i++) {
                String path = String.format("part-%03d/file-%05d.dat", i / 100, i);
                draft.file(path, Content.generated(i, 1 + i * 7_919L % largest), i % 10 == 0);
            }
        });
    }
}
