package io.hfdownloader.variant;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.hfdownloader.header.GgufTensors;
import io.hfdownloader.hub.RepoType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class VariantsTest {

    private static Variants<String> of(String... paths) {
        return of(Arrays.asList(paths));
    }

    private static Variants<String> of(List<String> paths) {
        return Variants.of(paths, path -> path, path -> path.contains("training_args") ? 4_000 : 10_000_000);
    }

    @Test
    void countsShardsAsOneVariantAndTellsAMissingOne() {
        Variants<String> found = of(IntStream.rangeClosed(1, 29)
                .mapToObj(shard -> "BF16/R1-BF16-%05d-of-00030.gguf".formatted(shard))
                .toList());
        assertThat(found.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.label()).isEqualTo("BF16");
            assertThat(variant.files()).hasSize(29);
            assertThat(variant.sizeBytes()).isEqualTo(290_000_000L);
            assertThat(variant.shardsExpected()).isEqualTo(30);
            assertThat(variant.complete()).isFalse();
        });
    }

    @Test
    void ordersVariantsByPrecisionAndSetsTheRestApart() {
        Variants<String> found = of(
                "README.md",
                "m-Q2_K.gguf",
                "m-Q8_0.gguf",
                "m-UD-Q4_K_XL.gguf",
                "m.gguf",
                "mmproj-F16.gguf",
                "m.imatrix.gguf",
                "imatrix.dat",
                "config.json",
                "training_args.bin");
        assertThat(found.labels()).containsExactly("m", "Q8_0", "UD-Q4_K_XL", "Q2_K");
        assertThat(found.projectors()).containsExactly("mmproj-F16.gguf");
        assertThat(found.companions())
                .containsExactly("README.md", "m.imatrix.gguf", "imatrix.dat", "config.json", "training_args.bin");
    }

    @Test
    void takesAFileMadeWithAnImportanceMatrixForWeights() {
        assertThat(of("m-imatrix-Q4_K_M.gguf").labels()).containsExactly("Q4_K_M");
    }

    @Test
    void joinsGgufFilesThatWereCut() {
        Variants<String> found = of("m-Q8_0.gguf.part1of2", "m-Q8_0.gguf.part2of2", "m-Q6_K.gguf-split-a");
        assertThat(found.labels()).containsExactly("Q8_0", "Q6_K");
        assertThat(found.variants()).allMatch(Variant::complete);
    }

    @Test
    void makesLabelsUniqueButAnswersToThePlainOne() {
        Variants<String> found = of("small-Q4_K_M.gguf", "large-Q4_K_M.gguf", "large-Q8_0.gguf");
        assertThat(found.labels()).containsExactlyInAnyOrder("small-Q4_K_M", "large-Q4_K_M", "Q8_0");
        assertThat(found.named("q4_k_m")).hasSize(2);
        assertThat(found.named("SMALL-q4_k_m")).hasSize(1);
    }

    @Test
    void tellsEqualNamesApartByFolderAndByCase() {
        Variants<String> found =
                of("a/m-Q4_0.gguf", "b/m-Q4_0.gguf", "b/M-Q4_0.gguf", "Q4_0.gguf", "c/m-Q4_0-00001-of-00001.gguf");
        assertThat(found.labels()).hasSize(5).doesNotHaveDuplicates().contains("Q4_0", "a/m-Q4_0", "c/m-Q4_0");
        assertThat(found.labels().stream().map(String::toLowerCase)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "x.Q4_K_M.gguf, x.i1-Q4_K_M.gguf, Q4_K_M, i1-Q4_K_M",
        "Kimi-K2-IQ2_KS.gguf, Kimi-K2-smol-IQ2_KS.gguf, IQ2_KS, smol-IQ2_KS",
        "Llama-3-8B-Alpha-Q4_K_M.gguf, Llama-3-8B-Beta-Q4_K_M.gguf, Alpha-Q4_K_M, Beta-Q4_K_M",
        "m-Q8_0.gguf, m-Q8_0-v2.gguf, Q8_0, Q8_0-v2",
        "m-Q8_0.gguf, m-Q8_0_64.gguf, Q8_0, Q8_0_64",
        "m-20250101-Q5_K_S.gguf, m-20250301-Q5_K_S.gguf, 20250101-Q5_K_S, 20250301-Q5_K_S",
        "m-Q6_K.gguf, m-Q6_K-imat.gguf, Q6_K, Q6_K-imat",
        "base/m-IQ4_XS.gguf, chat/m-IQ4_XS.gguf, base/m-IQ4_XS, chat/m-IQ4_XS",
        "m.q4_k_m.gguf, m.i1-q4_k_m.gguf, Q4_K_M, i1-q4_k_m",
        "Q4_0/m-Q4_0.gguf, old/m-Q4_0.gguf, Q4_0/m-Q4_0, old/m-Q4_0"
    })
    void filesOfOneQuantizationAreToldApartByWhatDiffersInTheirNames(
            String one, String other, String oneLabel, String otherLabel) {
        assertThat(of(one, other).labels()).containsExactlyInAnyOrder(oneLabel, otherLabel);
        assertThat(of(one, other, "m-F16.gguf").labels()).contains(oneLabel, otherLabel, "F16");
        assertThat(of(one).labels()).doesNotContain(otherLabel);
    }

    @ParameterizedTest
    @CsvSource({
        "M-F32.gguf, F16, m-Q8_0.gguf, Q8_0, F16, Q8_0",
        "M-F32.gguf, F16, M-F16.gguf, F16, F16 (M-F32), F16",
        "M-BF16.gguf, Q8_0, M-F16.gguf, Q8_0, Q8_0 (M-BF16), Q8_0 (M-F16)",
        "a/M-BF16.gguf, Q8_0, b/M-BF16.gguf, Q8_0, Q8_0 (a/M-BF16), Q8_0 (b/M-BF16)",
        "M-BF16.gguf, Q8_0, x-M-Q8_0.gguf, Q8_0, Q8_0 (M-BF16), Q8_0",
        "M.gguf, Q5_K, M-Q8_0.gguf, Q8_0, Q5_K, Q8_0",
        "final-version2.gguf, Q8_0, M-Q8_0.gguf, Q8_0, Q8_0 (final-version2), Q8_0",
        "base.gguf, Q8_0, chat.gguf, Q4_K, Q8_0 (base), Q4_K (chat)"
    })
    void aFileIsCalledAfterWhatItIsAndItsNameStandsBehindWhereThatIsNotEnough(
            String one, String oneIs, String other, String otherIs, String oneLabel, String otherLabel) {
        Variants<String> found = ofHeaders(Map.of(one, oneIs, other, otherIs));
        assertThat(found.labels()).containsExactlyInAnyOrder(oneLabel, otherLabel);
        for (String label : found.labels()) {
            assertThat(found.called(label))
                    .as(label)
                    .singleElement()
                    .matches(variant -> variant.label().equals(label));
        }
        assertThat(found.called(one.replace(".gguf", "")))
                .as("its file's name")
                .singleElement()
                .satisfies(variant -> assertThat(variant.files()).containsExactly(one));
    }

    private static Variants<String> ofHeaders(Map<String, String> types) {
        GgufHeaders headers = GgufHeaders.NONE;
        for (Map.Entry<String, String> file : types.entrySet()) {
            headers = headers.with(
                    file.getKey(),
                    Optional.of(new GgufTensors(Map.of(file.getValue(), 10_000_000L), 10_000_000, null)));
        }
        return Variants.of(
                RepoType.MODEL,
                WeightFacts.NONE.with(headers),
                types.keySet().stream().sorted().toList(),
                path -> path,
                path -> 10_000_000);
    }

    @Test
    void filesWhoseNamesDifferByCaseAloneAreEachFoundByTheirOwn() {
        Variants<String> found = of("M-Q4_K_M.gguf", "m-q4_k_m.gguf");
        assertThat(found.labels()).containsExactlyInAnyOrder("M-Q4_K_M.gguf", "m-q4_k_m.gguf (2)");
        for (String name : List.of("M-Q4_K_M.gguf", "m-q4_k_m.gguf", "M-Q4_K_M", "m-q4_k_m")) {
            assertThat(found.called(name))
                    .as(name)
                    .singleElement()
                    .satisfies(variant ->
                            assertThat(variant.files()).containsExactly(name.replace(".gguf", "") + ".gguf"));
        }
        assertThat(found.called("Q4_K_M")).hasSize(2);
        assertThat(found.called("m-q4_k_m.gguf (2)"))
                .singleElement()
                .satisfies(variant -> assertThat(variant.files()).containsExactly("m-q4_k_m.gguf"));
        assertThat(of("M-Q4_0-00001-of-00002.gguf", "M-Q4_0-00002-of-00002.gguf", "m-Q4_0.gguf")
                        .labels())
                .noneMatch(label -> label.contains("-of-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "M-Q4_K_M-imat.gguf, M-Q4_K_M.gguf, M-Q4_K_M.gguf",
        "M.i1-Q4_K_M.gguf, M.Q4_K_M.gguf, M.Q4_K_M.gguf",
        "imatrix/M-Q4_K_M.gguf, M-Q4_K_M.gguf, M-Q4_K_M.gguf",
        "A/M-Q4_K_M.gguf, B/M-Q4_K_M.gguf, A/M-Q4_K_M.gguf",
        "A/M-Q4_K_M.gguf, M-Q4_K_M.gguf, M-Q4_K_M.gguf",
        "M-Q4_K_M.gguf, M-imat-Q8_0.gguf, M-Q4_K_M.gguf"
    })
    void ofOneQuantizationThatIsThereTwiceOneComesWhenNothingIsSaid(String one, String other, String comes) {
        assertThat(of(one, other).usual()).containsExactly(comes);
        assertThat(of("alpha-Q4_K_M.gguf", "beta-Q4_K_M.gguf", "alpha-Q8_0.gguf")
                        .usual())
                .as("each model once")
                .containsExactlyInAnyOrder("alpha-Q4_K_M.gguf", "beta-Q4_K_M.gguf");
    }

    @Test
    void aNameThatEndsSoIsFoundWhereItIsNoLabel() {
        Variants<String> alone = of("quants/x.i1-Q4_K_M.gguf", "quants/x.i1-Q6_K.gguf");
        assertThat(alone.labels()).containsExactly("Q6_K", "Q4_K_M");
        for (String name : List.of("q4_k_m", "i1-Q4_K_M", "x.i1-Q4_K_M", "quants/x.i1-q4_k_m")) {
            assertThat(alone.called(name))
                    .as(name)
                    .singleElement()
                    .satisfies(variant -> assertThat(variant.label()).isEqualTo("Q4_K_M"));
        }
        for (String name : List.of("", "K_M", "1-Q4_K_M", "Q4_K", "ants/x.i1-Q4_K_M")) {
            assertThat(alone.called(name)).as(name).isEmpty();
        }
    }

    @Test
    void lettersThatGrowInUpperCaseShiftNoLabel() {
        assertThat(of("gro\u00df\u00df\u00df/x-Q4_K_M.gguf", "gro\u00df\u00df\u00df/y-Q4_K_M.gguf")
                        .labels())
                .containsExactlyInAnyOrder("x-Q4_K_M", "y-Q4_K_M");
        assertThat(of("\u00df\u00df\u00df\u00df\u00df\u00df\u00df\u00df-Q4_0.gguf", "x-Q4_0.gguf")
                        .labels())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    /** Each set looks at all others of its name, and each precision at all others of its model. */
    @Test
    @Timeout(60)
    void manyFilesOfOneModelAreSortedWithoutComparingEachWithEach() {
        assertThat(of(IntStream.range(0, 10_000)
                                .mapToObj(number -> number + "/m-Q8_0.gguf")
                                .toList())
                        .variants())
                .hasSize(10_000);
        assertThat(of(Stream.of("unet", "vae")
                                .flatMap(part -> IntStream.range(0, 4_000)
                                        .mapToObj(number -> "%s/model.int%d_e%dm%d.safetensors"
                                                .formatted(part, number / 100, number / 10 % 10, number % 10)))
                                .toList())
                        .variants())
                .isNotEmpty();
    }

    @Test
    void groupsSafetensorsShardsAndLeavesTheirIndexOut() {
        Variants<String> found = of(
                "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json");
        assertThat(found.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.label()).isEqualTo("safetensors");
            assertThat(variant.shardsPresent()).isEqualTo(2);
            assertThat(variant.complete()).isTrue();
        });
        assertThat(found.companions()).containsExactly("model.safetensors.index.json");
    }

    @ParameterizedTest
    @CsvSource({
        "model-00001-of-000010.safetensors, 10",
        "model_00001-of-00003.safetensors, 3",
        "model-000001-of-000003.safetensors, 3",
        "model-00009-of-00003.safetensors, 1",
        "model-00000-of-00003.safetensors, 3",
        "model-00001-of-00002.fp16.safetensors, 2",
        "model.fp16-00001-of-00002.safetensors, 2",
        "model--00001-of-00007.safetensors, 7",
        "model-1-of-4.safetensors, 4",
        "consolidated-00001-of-00003.safetensors, 3",
        "pytorch_model-00001-of-00004.bin, 4"
    })
    void readsHowManyShardsASetHas(String path, int expected) {
        assertThat(of(path).variants())
                .singleElement()
                .extracting(Variant::shardsExpected)
                .isEqualTo(expected);
    }

    @Test
    void countsTwoNamesOfTheSameShardOnce() {
        Variants<String> found = of("m-Q8_0-00001-of-00002.gguf", "m-Q8_0-00001-of-00002.GGUF");
        assertThat(found.variants()).allMatch(variant -> !variant.complete());
    }

    @Test
    void prefersSafetensorsToEveryOtherFormatOfTheSameModel() {
        Variants<String> found = of(
                "model.safetensors",
                "pytorch_model.bin",
                "tf_model.h5",
                "flax_model.msgpack",
                "rust_model.ot",
                "onnx/model.onnx",
                "onnx/model.onnx_data",
                "original/consolidated.00.pth",
                "64.tflite",
                "m-Q4_0.gguf");
        assertThat(found.variants().get(0).label()).isEqualTo("safetensors");
        assertThat(found.variants().stream()
                        .filter(variant -> !variant.duplicate())
                        .map(Variant::label))
                .containsExactly("safetensors", "Q4_0");
        assertThat(found.duplicates()).hasSize(8);
    }

    @Test
    void prefersPyTorchWhereThereAreNoSafetensors() {
        assertThat(of("pytorch_model.bin", "tf_model.h5").duplicates()).containsExactly("tf_model.h5");
        assertThat(of("tf_model.h5").duplicates()).isEmpty();
    }

    @Test
    void keepsAPartOfAPipelineThatIsThereInOneFormatOnly() {
        Variants<String> found = of(
                "unet/diffusion_pytorch_model.safetensors",
                "unet/diffusion_pytorch_model.bin",
                "text_encoder/pytorch_model.bin",
                "t3.pt",
                "t3.safetensors",
                "other.pt");
        assertThat(found.duplicates()).containsExactlyInAnyOrder("unet/diffusion_pytorch_model.bin", "t3.pt");
    }

    @Test
    void namesThePrecisionOfAPipelineAcrossItsFolders() {
        Variants<String> found = of(Stream.of("unet", "vae")
                .flatMap(part -> Stream.of(
                        part + "/diffusion_pytorch_model.safetensors",
                        part + "/diffusion_pytorch_model.fp16.safetensors"))
                .toList());
        assertThat(found.labels()).containsExactly("safetensors", "FP16");
        assertThat(found.named("fp16"))
                .singleElement()
                .satisfies(variant -> assertThat(variant.files()).hasSize(2));
    }

    @Test
    void givesEveryFileToExactlyOneGroup() {
        List<String> paths = List.of(
                "a.gguf",
                "A.gguf",
                "mmproj.gguf",
                "x/.gguf",
                ".safetensors",
                "model.safetensors",
                "weird",
                "b/",
                "c.bin");
        Variants<String> found = of(paths);
        Stream<String> all = Stream.of(
                        found.variants().stream().flatMap(variant -> variant.files().stream()),
                        found.projectors().stream(),
                        found.companions().stream())
                .flatMap(stream -> stream);
        assertThat(all).containsExactlyInAnyOrderElementsOf(paths);
    }
}
