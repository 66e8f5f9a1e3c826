package io.hfdownloader.variant;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.hub.RepoType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@Tag("fast")
class SelectionTest {

    private static final RepoTree GGUF = tree(
            "README.md",
            "config.json",
            "m-Q6_K.gguf",
            "m-UD-Q6_K_XL.gguf",
            "m-Q4_K_M.gguf",
            "mmproj-BF16.gguf",
            "mmproj-F16.gguf",
            "big/m-Q8_0-00001-of-00002.gguf",
            "big/m-Q8_0-00002-of-00002.gguf");
    private static final RepoTree FORMATS =
            tree("README.md", "model.safetensors", "pytorch_model.bin", "unet/model.safetensors", "onnx/model.onnx");

    private static RepoTree tree(String... paths) {
        return new RepoTree(
                RepoId.model("acme/tiny"),
                "c".repeat(40),
                Arrays.stream(paths)
                        .map(path -> new RepoFile(path, 10_000_000, sha256(path), "b".repeat(40), null))
                        .toList());
    }

    private static List<String> paths(Selection selection, RepoTree tree) {
        return selection.select(tree).stream().map(RepoFile::path).toList();
    }

    private static Selection variants(String... labels) {
        return new Selection(List.of(labels), List.of(), List.of(), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q6_K", "q6_k", " Q6_K "})
    void aLabelBringsExactlyThatVariantWithItsCompanions(String pattern) {
        assertThat(paths(Selection.ofPattern(pattern), GGUF))
                .containsExactly("README.md", "config.json", "m-Q6_K.gguf", "mmproj-F16.gguf");
    }

    @Test
    void aPartOfAPathBringsAllWeightsThatContainIt() {
        assertThat(paths(Selection.ofPattern("m-ud"), GGUF))
                .contains("m-UD-Q6_K_XL.gguf")
                .hasSize(4);
        assertThat(paths(Selection.ofPattern("_K"), GGUF))
                .contains("m-Q6_K.gguf", "m-UD-Q6_K_XL.gguf", "m-Q4_K_M.gguf")
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00001-of", "*-00002-of-*", "big/*"})
    void oneShardBringsTheOthers(String pattern) {
        assertThat(paths(Selection.ofPattern(pattern), GGUF))
                .containsExactly(
                        "README.md",
                        "config.json",
                        "mmproj-F16.gguf",
                        "big/m-Q8_0-00001-of-00002.gguf",
                        "big/m-Q8_0-00002-of-00002.gguf");
    }

    @Test
    void aProjectorIsNoModel() {
        assertThatThrownBy(() -> Selection.ofPattern("BF16").select(GGUF)).isInstanceOf(NoSuchVariantException.class);
        assertThat(paths(Selection.ofPattern("mmproj-bf16"), GGUF))
                .containsExactly("README.md", "config.json", "mmproj-BF16.gguf");
    }

    @Test
    void withoutAnF16ProjectorTheLargestNotAboveTheVariantComes() {
        RepoTree tree = tree("m-Q6_K.gguf", "mmproj-BF16.gguf", "mmproj-Q4_0.gguf", "mmproj-Q6_K.gguf");
        assertThat(paths(variants("Q6_K"), tree)).containsExactly("m-Q6_K.gguf", "mmproj-Q6_K.gguf");
        RepoTree onlyLarger = tree("m-Q6_K.gguf", "mmproj-F32.gguf", "mmproj-BF16.gguf");
        assertThat(paths(variants("Q6_K"), onlyLarger)).containsExactly("m-Q6_K.gguf", "mmproj-BF16.gguf");
    }

    @Test
    void theProjectorIsTheOneOfTheSameModel() {
        RepoTree tree = tree("a/m-Q6_K.gguf", "a/mmproj-F16.gguf", "b/m-Q4_0.gguf", "b/mmproj-F16.gguf");
        assertThat(paths(variants("Q4_0"), tree)).containsExactly("b/m-Q4_0.gguf", "b/mmproj-F16.gguf");
    }

    @Test
    void anUnknownNameListsTheVariantsThereAre() {
        assertThatThrownBy(() -> Selection.ofPattern("Q5_K_M").select(GGUF))
                .hasMessage("\"Q5_K_M\" matches nothing in acme/tiny. There are: Q8_0, UD-Q6_K_XL, Q6_K, Q4_K_M.")
                .asInstanceOf(type(NoSuchVariantException.class))
                .extracting(NoSuchVariantException::available)
                .isEqualTo(List.of("Q8_0", "UD-Q6_K_XL", "Q6_K", "Q4_K_M"));
        assertThatThrownBy(() -> variants("Q6_K", "nope").select(GGUF)).isInstanceOf(NoSuchVariantException.class);
    }

    @Test
    void aLabelThatSeveralShareIsAQuestionWithTheChoices() {
        RepoTree shared = tree("README.md", "x-Alpha-Q4_K_M.gguf", "x-Beta-Q4_K_M.gguf", "x-Beta-Q8_0.gguf");
        for (Selection asked : List.of(variants("q4_k_m"), Selection.ofPattern("Q4_K_M"), variants("Q8_0", "Q4_K_M"))) {
            assertThatThrownBy(() -> asked.select(shared))
                    .hasMessage("\"Q4_K_M\" could be each of several variants of acme/tiny. Name one of them:"
                            + " Alpha-Q4_K_M, Beta-Q4_K_M.")
                    .asInstanceOf(type(AmbiguousVariantException.class))
                    .extracting(AmbiguousVariantException::choices)
                    .isEqualTo(List.of("Alpha-Q4_K_M", "Beta-Q4_K_M"));
        }
        assertThat(paths(variants("beta-q4_k_m"), shared)).containsExactly("README.md", "x-Beta-Q4_K_M.gguf");
        assertThat(paths(variants("Q8_0"), shared)).containsExactly("README.md", "x-Beta-Q8_0.gguf");
        assertThat(paths(Selection.ofPattern("*Q4_K_M*"), shared)).hasSize(3);
    }

    @Test
    void anExactLabelIsNoQuestion() {
        RepoTree both = tree("x.Q4_K_M.gguf", "x.i1-Q4_K_M.gguf", "x.i1-Q6_K.gguf");
        assertThat(paths(variants("q4_k_m"), both)).containsExactly("x.Q4_K_M.gguf");
        assertThat(paths(Selection.ofPattern("Q4_K_M"), both)).containsExactly("x.Q4_K_M.gguf");
        assertThat(paths(variants("i1-q4_k_m"), both)).containsExactly("x.i1-Q4_K_M.gguf");
        assertThat(paths(variants("i1-Q6_K"), both)).containsExactly("x.i1-Q6_K.gguf");
    }

    @Test
    void theSentenceStaysShortWhateverTheRepoHolds() {
        RepoTree many = tree(IntStream.range(0, 3_000)
                .mapToObj(number -> "x".repeat(200) + number + ".safetensors")
                .toArray(String[]::new));
        assertThatThrownBy(() -> Selection.ofPattern("y".repeat(900)).select(many))
                .hasMessageContaining("2960 more")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(5_000));
    }

    @Test
    void patternsIncludeExactlyWhatTheyMatchAndAddToVariants() {
        Selection only = new Selection(List.of(), List.of("*.json"), List.of(), null);
        assertThat(paths(only, GGUF)).containsExactly("config.json");
        Selection more = new Selection(List.of("Q6_K"), List.of("*Q4_K_M*"), List.of("*.md"), null);
        assertThat(paths(more, GGUF)).containsExactly("config.json", "m-Q6_K.gguf", "m-Q4_K_M.gguf", "mmproj-F16.gguf");
        Selection none = new Selection(List.of(), List.of("*.xyz"), List.of(), null);
        assertThatThrownBy(() -> none.select(GGUF)).isInstanceOf(NoSuchVariantException.class);
    }

    @Test
    void excludingEverythingIsAMistake() {
        assertThatThrownBy(() -> new Selection(List.of(), List.of(), List.of("*"), null).select(GGUF))
                .isInstanceOf(NoSuchVariantException.class)
                .hasMessageContaining("leave no file");
    }

    @Test
    void nothingSaidMeansOneCompleteModel() {
        assertThat(paths(Selection.all(), FORMATS)).containsExactly("README.md", "model.safetensors");
        assertThat(paths(new Selection(List.of(), List.of("*"), List.of(), null), FORMATS))
                .hasSize(5);
        assertThat(paths(Selection.all(), GGUF))
                .containsExactly("README.md", "config.json", "m-Q4_K_M.gguf", "mmproj-F16.gguf");
        assertThat(paths(Selection.all(), tree())).isEmpty();
        assertThat(paths(Selection.all(), tree("README.md", "mmproj-F16.gguf"))).hasSize(2);
    }

    @Test
    void filesOfADatasetAreNoCopiesOfEachOther() {
        RepoTree data = new RepoTree(new RepoId(RepoType.DATASET, "acme", "data"), FORMATS.commit(), FORMATS.files());
        assertThat(paths(Selection.all(), data)).hasSize(5);
        assertThat(Variants.of(data, WeightFacts.NONE).variants()).noneMatch(Variant::duplicate);
    }

    @Test
    void aFormatCanBeNamed() {
        assertThat(paths(variants("pytorch"), FORMATS)).containsExactly("README.md", "pytorch_model.bin");
    }

    @Test
    void selectionsThatAskForTheSameAreEqual() {
        Selection one = new Selection(List.of("q6_k", "Q4_K_M"), List.of(" a", "b"), List.of(""), " ");
        Selection other = new Selection(List.of("Q4_K_M", "Q6_K", "Q6_K "), List.of("b", "a", "b"), List.of(), null);
        assertThat(one).isEqualTo(other);
        assertThat(one.variants()).containsExactly("Q4_K_M", "Q6_K");
        assertThat(Selection.ofPattern("  ").isAll()).isTrue();
    }

    @Test
    void refusesSelectionsOutOfProportion() {
        assertThatIllegalArgumentException().isThrownBy(() -> variants("x".repeat(2_000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selection(List.of(), Collections.nCopies(1_001, "x"), List.of(), null));
    }

    private static String sha256(String path) {
        return String.format(Locale.ROOT, "%064x", path.hashCode() & 0xffffffffL);
    }
}
