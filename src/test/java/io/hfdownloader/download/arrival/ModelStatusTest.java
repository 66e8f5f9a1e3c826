package io.hfdownloader.download.arrival;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.hfdownloader.download.arrival.ModelStatus.State;
import io.hfdownloader.download.arrival.ModelStatus.VariantStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.unfinished.Unfinished;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Tag("fast")
class ModelStatusTest {

    private static final Unfinished Q4 = begun("Q4_K_M", "q4.gguf", 25, 100);

    @Test
    void aWholeModelOfWhichAnUpdateComesHasItsVariantsComplete() {
        Unfinished update = begun("Q8_0", "q8.gguf", 40, 80);
        ModelStatus status = ModelStatus.of(model(true, update, variant("Q8_0", true)), List.of(bringing("q8.gguf")));

        assertThat(status.state()).isEqualTo(State.ARRIVING);
        assertThat(status.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.state()).isEqualTo(State.COMPLETE);
            assertThat(variant.progress()).isEqualTo(new ModelStatus.Progress(50, 40, 80));
        });
    }

    @Test
    void whatNoDownloadWorksOnIsLeftOver() {
        Unfinished both = new Unfinished(
                List.of(new Unfinished.File("a", "q4.gguf", 25), new Unfinished.File("b", "q6.gguf", 7)),
                3,
                List.of(
                        new Unfinished.BegunVariant("Q4_K_M", "gguf", Set.of("q4.gguf"), 0, 100),
                        new Unfinished.BegunVariant("Q6_K", "gguf", Set.of("q6.gguf"), 0, 100)));
        LibraryModel model = model(false, both, variant("Q8_0", true));

        ModelStatus one = ModelStatus.of(model, List.of(bringing("q4.gguf")));
        assertThat(one.leftoverBytes()).isEqualTo(10);
        assertThat(one.variants())
                .extracting(VariantStatus::label, VariantStatus::state)
                .containsExactly(
                        tuple("Q8_0", State.COMPLETE),
                        tuple("Q4_K_M", State.ARRIVING),
                        tuple("Q6_K", State.INCOMPLETE));

        ModelStatus none = ModelStatus.of(model, List.of());
        assertThat(none.leftoverBytes()).isEqualTo(35);
        assertThat(none.state()).isEqualTo(State.INCOMPLETE);
    }

    @Test
    void oneThatGoesOnMakesUpForAnotherThatIsPaused() {
        LibraryModel model = model(false, Q4);
        Arrival paused = new Arrival(true, "q4.gguf"::equals);

        assertThat(ModelStatus.of(model, List.of(paused)).state()).isEqualTo(State.PAUSED);
        assertThat(ModelStatus.of(model, List.of(paused)).leftoverBytes()).isEqualTo(25);
        assertThat(ModelStatus.of(model, List.of(paused, bringing("q4.gguf"))).state())
                .isEqualTo(State.ARRIVING);
    }

    /** The parts that two precisions of a pipeline share come for the one that was asked for. */
    @Test
    void whatIsSharedWithAnotherVariantIsNoBeginningOfIt() {
        Unfinished shared = new Unfinished(
                List.of(new Unfinished.File("a", "vae.safetensors", 5)),
                0,
                List.of(
                        new Unfinished.BegunVariant(
                                "FP16", "safetensors", Set.of("vae.safetensors", "unet.fp16.safetensors"), 0, 50),
                        new Unfinished.BegunVariant(
                                "FP32", "safetensors", Set.of("vae.safetensors", "unet.safetensors"), 0, 90)));

        ModelStatus status =
                ModelStatus.of(model(false, shared), List.of(bringing("vae.safetensors", "unet.fp16.safetensors")));
        assertThat(status.variants()).extracting(VariantStatus::label).containsExactly("FP16");
    }

    @Test
    void aDownloadThatFindsAllOfItHereChangesNothing() {
        LibraryModel model = model(true, Unfinished.NONE, variant("Q8_0", true));
        assertThat(ModelStatus.of(model, List.of(bringing("q8.gguf"))).state()).isEqualTo(State.COMPLETE);
    }

    private static Arrival bringing(String... paths) {
        return new Arrival(false, Arrays.asList(paths)::contains);
    }

    private static Unfinished begun(String label, String path, long bytes, long total) {
        return new Unfinished(
                List.of(new Unfinished.File(label, path, bytes)),
                0,
                List.of(new Unfinished.BegunVariant(label, "gguf", Set.of(path), 0, total)));
    }

    private static LibraryVariant variant(String label, boolean complete) {
        LibraryFile file = new LibraryFile("q8.gguf", Path.of("/models"), 80, Instant.EPOCH, null, null);
        return new LibraryVariant(label, "gguf", List.of(file), null, 80, complete, false);
    }

    private static LibraryModel model(boolean complete, Unfinished unfinished, LibraryVariant... variants) {
        return new LibraryModel(
                RepoId.model("acme/tiny"),
                "acme/tiny",
                Path.of("/models/acme/tiny"),
                "c0",
                false,
                Arrays.stream(variants)
                        .flatMap(variant -> variant.files().stream())
                        .toList(),
                List.of(variants),
                null,
                80,
                unfinished,
                complete,
                null,
                true);
    }
}
