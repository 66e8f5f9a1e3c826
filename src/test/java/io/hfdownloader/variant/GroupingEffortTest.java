package io.hfdownloader.variant;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** However many files there are, each is looked at a few times: counted, not timed. */
@Tag("fast")
class GroupingEffortTest {

    private static final int FEW = 400;
    private static final int MANY = 3_200;

    /** How often one file is looked at in the worst of the layouts below, and some more. */
    private static final double MAX_LOOKS = 30;

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void eightTimesTheFilesAreLookedAtEightTimesAsOften(String name, IntFunction<String> path) {
        double few = looksPerFile(path, FEW);
        double many = looksPerFile(path, MANY);

        assertThat(many).isBetween(1.0, MAX_LOOKS).isLessThanOrEqualTo(few * 2);
    }

    @Test
    void moreSetsOfWeightsThanAnybodyChoosesFromAreFilesAmongOthers() {
        List<String> paths = IntStream.range(0, 20_002)
                .mapToObj(i -> "q%d/m-Q4_K_M-%d.gguf".formatted(i / 100, i))
                .toList();
        Variants<String> variants = Variants.of(RepoType.MODEL, paths, path -> path, path -> 6_000_000);
        assertThat(variants.variants()).isEmpty();
        assertThat(variants.companions()).isEqualTo(paths);
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                layout("texts in folders", i -> "data/part-%03d/text-%06d.txt".formatted(i / 100, i)),
                layout("a folder for each", i -> "d%d/x.json".formatted(i)),
                layout("an ending for each", i -> "a/b%d.x%d".formatted(i, i)),
                layout("quantizations", i -> "m%d-Q%d_K.gguf".formatted(i, 2 + i % 7)),
                layout("shards of one set", i -> "model-%05d-of-%05d.safetensors".formatted(i + 1, MANY)),
                layout("models of one name", i -> "w%d/model.safetensors".formatted(i)),
                layout("two formats", i -> "w%d/%s".formatted(i / 2, i % 2 == 0 ? "model.safetensors" : "model.bin")),
                layout("graphs", i -> "onnx/model_%s_%d.onnx".formatted(i % 2 == 0 ? "fp16" : "q4", i)),
                layout(
                        "pipelines",
                        i -> "m%d/%s".formatted(i / 2, i % 2 == 0 ? "model_index.json" : "unet/model.safetensors")));
    }

    private static Arguments layout(String name, IntFunction<String> path) {
        return arguments(name, path);
    }

    private static double looksPerFile(IntFunction<String> path, int files) {
        AtomicLong looks = new AtomicLong();
        List<String> paths = IntStream.range(0, files).mapToObj(path).toList();
        Variants<String> variants = Variants.of(
                RepoType.MODEL,
                paths,
                file -> {
                    looks.incrementAndGet();
                    return file;
                },
                file -> {
                    looks.incrementAndGet();
                    return 6_000_000;
                });
        assertThat(variants.companions().size()
                        + variants.sets().stream().mapToInt(List::size).sum())
                .isEqualTo(files);
        return (double) looks.get() / files;
    }
}
