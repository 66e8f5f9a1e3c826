package io.hfdownloader.variant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hfdownloader.header.GgufTensors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What GGUF weights are called, by their names, their sizes and their headers. */
@Tag("fast")
class GgufLabelTest {

    private static final long BILLION = 1_000_000_000;

    /** Bytes of each type in millions, as in {@code Q4_K=700;Q6_K=300}, and weights in millions. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "x-55IQ2_XXS-34Q2_K-07Q8_0-03F16.gguf,       IQ2_XXS=141;Q2_K=111;Q8_0=74;F16=60, 1000, -,  IQ2_XXS",
                "x-MXFP4_MOE_BF16.gguf,                      MXFP4=500;BF16=100;F32=1,            1000, 38, MXFP4_MOE",
                "x-BF16.gguf,                                Q4_K=500;Q6_K=100,                   1000, 15, Q4_K_M",
                "x-BF16.gguf,                                Q4_K=500;Q6_K=100,                   1000, 32, Q4_K",
                "X.f16.q5.gguf,                              Q5_K=600;Q6_K=90,                    1000, 17, Q5_K_M",
                "X.f16.q5.gguf,                              Q5_0=690,                            1000, 8,  Q5_0",
                "X.f16.q5.gguf,                              Q5_0=690,                            1000, -,  Q5_0",
                "x-bf16-q4_k_m.gguf,                         Q4_K=500;Q6_K=100,                   1000, 15, Q4_K_M",
                "Kimi-smol-IQ2_KS.gguf,                      IQ2_KS=270;Q8_0=50,                  1000, -,  IQ2_KS",
                "x-IQ4_KSS.gguf,                             IQ4_KSS=500;Q8_0=50,                 1000, -,  IQ4_KSS",
                "x-NEW9_K-Q8_0.gguf,                         type 999=300,                        1000, -,  Q8_0",
                "x-Q2_K-Q8_0.gguf,                           type 999=390,                        1000, -,  Q2_K",
                "x-Q8_0.gguf,                                Q4_K=500;Q6_K=100,                   1000, 7,  Q4_K",
                "x-Q4_K_M.gguf,                              Q8_0=1060,                           1000, 15, Q8_0",
                "gemma-270m-Q4_K_M.gguf,                     Q8_0=180;Q5_0=60;F32=1,              268,  15, Q4_K_M",
                "x-UD-Q4_K_XL.gguf,                          Q5_K=350;Q4_K=250,                   1000, 15, UD-Q4_K_XL",
                "gemma-Q6_K_L.gguf,                          Q6_K=800;Q8_0=100,                   1000, 18, Q6_K_L",
                "flux1-dev-Q8_0.gguf,                        Q8_0=1000;F16=50,                    1000, 7,  Q8_0",
                "Codestral-22B-v0.1.gguf,                    F16=2000,                            1000, 1,  F16",
                "x-Q4_0_4_4.gguf,                            Q4_0_4_4=560,                        1000, 33, Q4_0_4_4",
                "x-4bit.gguf,                                type 999=500,                        1000, -,  -",
            })
    void tensorsTellWhatTheNameOnlyHints(
            String path, String types, long weights, @Nullable Integer fileType, @Nullable String label) {
        Map<String, Long> bytes = new HashMap<>();
        for (String type : types.split(";")) {
            bytes.put(type.split("=")[0], Long.parseLong(type.split("=")[1]) * 1_000_000);
        }
        GgufTensors tensors = new GgufTensors(bytes, weights * 1_000_000, fileType);
        GgufSet set = new GgufSet(path.replace(".gguf", ""), List.of(path), tensors.sizeBytes());

        GgufHeaders known = GgufHeaders.NONE.with(path, Optional.of(tensors));

        assertThat(new LabelEvidence(List.of(set), known).label(set)).isEqualTo(Optional.ofNullable(label));
    }

    /** Sizes in megabytes, of models of a thousand million parameters. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "x-55IQ2_XXS-34Q2_K-07Q8_0-03F16, 390,  Q2_K",
                "x-MXFP4_MOE_BF16,                560,  MXFP4_MOE",
                "X.f16.q5,                        690,  Q5",
                "x-bf16-q4_k_m,                   610,  Q4_K_M",
                "x-BF16,                          560,  -",
                "x-F16,                           2000, F16",
                "x-Q4_K_M,                        900,  Q4_K_M",
                "x-Q3_K_M-IQ9,                    500,  Q3_K_M",
            })
    void withoutAHeaderTheNameIsWeighedWithTheSize(String place, long megabytes, @Nullable String label) {
        GgufSet set = new GgufSet(place, List.of(place + ".gguf"), megabytes * 1_000_000);
        GgufHeaders unread = GgufHeaders.ofParameters(BILLION).with(place + ".gguf", Optional.empty());

        assertThat(new LabelEvidence(List.of(set), unread).label(set)).isEqualTo(Optional.ofNullable(label));
    }

    // --- which headers are read --------------------------------------------------------------------------------

    @Test
    void anOrdinaryRepositoryNeedsNoHeader() {
        List<GgufSet> ordinary = sets(
                "m-Q8_0 1070",
                "m-Q6_K 830",
                "m-Q5_K_M 720",
                "m-Q4_K_M 620",
                "m-UD-Q4_K_XL 640",
                "m-IQ3_XXS 420",
                "m-Q2_K 400",
                "m-IQ1_S 230",
                "m-F16 2010",
                "BF16/m-BF16 2010",
                "m-bf16-q4_k_m 615");

        assertThat(toRead(ordinary, BILLION)).isEmpty();
        assertThat(toRead(ordinary.subList(0, 10), null)).isEmpty();
    }

    @Test
    void namesThatAreContradictedOrSaySeveralThingsOrNothingAreLookedInto() {
        assertThat(toRead(sets("m-Q8_0 1070", "m-BF16 560"), BILLION)).containsExactly("m-BF16.gguf");
        assertThat(toRead(sets("m-Q8_0 1070", "m-BF16 560"), null)).containsExactly("m-Q8_0.gguf", "m-BF16.gguf");
        assertThat(toRead(sets("m-Q8_0 1070", "m 560"), BILLION)).containsExactly("m.gguf");
        assertThat(toRead(sets("m-IQ2_XXS-F16 300"), null)).containsExactly("m-IQ2_XXS-F16.gguf");
        assertThat(toRead(sets("m-BF16 560"), BILLION)).containsExactly("m-BF16.gguf");
    }

    @Test
    void aNameOfAPrecisionThatNoOtherAgreesWithIsLookedInto() {
        assertThat(toRead(sets("ggml-model-f16 18", "m-F32 67", "m-F16 34"), null))
                .containsExactly("ggml-model-f16.gguf", "m-F16.gguf");
        assertThat(toRead(sets("m-BF16 34"), null)).containsExactly("m-BF16.gguf");
        assertThat(toRead(sets("m-F16 34", "m-Q8_0 18"), null)).isEmpty();
        GgufHeaders half = GgufHeaders.NONE.with(
                "m-F16.gguf", Optional.of(new GgufTensors(Map.of("Q8_0", 34_000_000L), 32_000_000, 7)));
        assertThat(new LabelEvidence(sets("m-F32 67", "m-F16 34"), half).pathsToRead())
                .containsExactly("m-F32.gguf");
    }

    @Test
    void modelsOfOtherSizesInOneRepositoryAreCheckedByOneHeaderEach() {
        List<GgufSet> two = sets("big-Q8_0 1070", "big-Q4_K_M 620", "tiny-Q8_0 107", "tiny-Q4_K_M 62", "tiny-Q2_K 40");
        GgufHeaders first = GgufHeaders.ofParameters(BILLION);
        assertThat(new LabelEvidence(two, first).pathsToRead()).containsExactly("tiny-Q2_K.gguf");

        GgufHeaders then = first.with(
                "tiny-Q2_K.gguf", Optional.of(new GgufTensors(Map.of("Q2_K", 39_000_000L), BILLION / 10, 10)));
        assertThat(new LabelEvidence(two, then).pathsToRead()).isEmpty();
    }

    @Test
    void someOfManyShardsAreEnough() {
        List<String> shards = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            shards.add("x-%05d-of-00030.gguf".formatted(i));
        }
        assertThat(new GgufSet("x", shards, BILLION).pathsToRead())
                .hasSize(4)
                .startsWith("x-00001-of-00030.gguf")
                .doesNotHaveDuplicates();
        assertThat(new GgufSet("x", shards.subList(0, 3), BILLION).pathsToRead())
                .hasSize(3);
    }

    private static List<String> toRead(List<GgufSet> sets, @Nullable Long parameters) {
        return new LabelEvidence(sets, GgufHeaders.ofParameters(parameters)).pathsToRead();
    }

    /** Places with their sizes in megabytes. */
    private static List<GgufSet> sets(String... described) {
        List<GgufSet> sets = new ArrayList<>();
        for (String each : described) {
            String place = each.split(" ")[0];
            sets.add(new GgufSet(place, List.of(place + ".gguf"), Long.parseLong(each.split(" ")[1]) * 1_000_000));
        }
        return sets;
    }
}
