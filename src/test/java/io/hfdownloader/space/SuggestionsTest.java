package io.hfdownloader.space;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.hfdownloader.download.arrival.ModelStatus;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;
import io.hfdownloader.library.unfinished.Unfinished;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What could go, of models as a scan finds them. */
@Tag("fast")
class SuggestionsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(100));
    private static final String KEPT = "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw";

    private final Map<RepoId, List<Path>> elsewhere = new HashMap<>();

    @TempDir
    Path root;

    @Test
    void whatThereIsAReasonForComesFirstAndNothingIsNamedTwice() throws IOException {
        LibraryModel several = model("acme/several", variant("Q4_K_M", 400, false), variant("Q8_0", 800, false));
        LibraryModel gone = model("acme/gone", variant("Q2_K", 100, true), variant("Q6_K", 5_000, false));
        LibraryModel large = model("acme/large", variant("BF16", 9_000, false));

        assertThat(suggestions(Set.of(), "", several, gone, large))
                .extracting(
                        Suggestion::kind,
                        suggestion -> suggestion.what().folder(),
                        suggestion -> suggestion.what().variant(),
                        Suggestion::bytes)
                .containsExactly(
                        tuple(SuggestionKind.OTHER_VARIANT, "acme/several", "Q4_K_M", 400L),
                        tuple(SuggestionKind.GONE_UPSTREAM, "acme/gone", "Q2_K", 100L),
                        tuple(SuggestionKind.MODEL, "acme/large", null, 9_000L));
    }

    @Test
    void eachComesWithTheCallThatDoesItAndItsReason() throws IOException {
        List<Suggestion> found = suggestions(
                Set.of(), "", model("acme/several", variant("a b/Ü", 400, false), variant("Q8_0", 800, false)));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).call())
                .isEqualTo(new Suggestion.Call("DELETE", "/api/v1/library/models/acme/several?variant=a%20b%2F%C3%9C"));
        assertThat(found.get(0).reason().code()).isEqualTo("other-variant");
        assertThat(found.get(0).reason().parameters()).containsEntry("kept", "Q8_0");
        assertThat(found.get(0).reason().sentence()).isEqualTo("The model is here as Q8_0, too.");
        assertThat(found.get(0).volume()).isEqualTo(root.toString());
    }

    @Test
    void ofSeveralVariantsTheOneThatWasReadLastIsKept() throws IOException {
        LibraryModel model = model("acme/several", variant("Q4_K_M", 400, false), variant("Q8_0", 800, false));
        read(model, "Q4_K_M", NOW.minus(Duration.ofDays(1)));
        read(model, "Q8_0", NOW.minus(Duration.ofDays(50)));

        assertThat(suggestions(Set.of(), KEPT, model))
                .extracting(suggestion -> suggestion.what().variant())
                .containsExactly("Q8_0");
    }

    @Test
    void whatNobodyHasReadForLongIsNamedWhereTheDiskKeepsThat() throws IOException {
        LibraryModel never = model("acme/never", variant("Q4_K_M", 400, false));
        read(never, "Q4_K_M", LONG_AGO.plusSeconds(600)); // as it was checked
        LibraryModel once = model("acme/once", variant("Q4_K_M", 300, false));
        read(once, "Q4_K_M", NOW.minus(Duration.ofDays(40)));
        LibraryModel used = model("acme/used", variant("Q4_K_M", 200, false));
        read(used, "Q4_K_M", NOW.minus(Duration.ofDays(2)));

        assertThat(suggestions(Set.of(), KEPT, never, once, used))
                .extracting(suggestion -> suggestion.reason().code())
                .containsExactly("never-read", "unread", "large");
        assertThat(suggestions(Set.of(), "22 1 8:1 / / rw,noatime - ext4 /dev/sda1 rw", never, once, used))
                .extracting(suggestion -> suggestion.reason().code())
                .containsOnly("large");
    }

    /** A clone in a view is a file of its own, with times of its own. */
    @Test
    void whatIsReadByWayOfAViewIsNotCalledUnread() throws IOException {
        LibraryModel model = model("acme/viewed", variant("Q4_K_M", 400, false));
        read(model, "Q4_K_M", LONG_AGO.plusSeconds(600));
        Path clone = Files.createFile(root.resolve("clone.gguf"));
        elsewhere.put(RepoId.model("acme/viewed"), List.of(clone));

        assertThat(codes(KEPT, model)).containsExactly("large");
        Files.getFileAttributeView(clone, BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(LONG_AGO.plusSeconds(600)), null);
        assertThat(codes(KEPT, model)).containsExactly("unread");
        assertThat(codes(KEPT + "\n23 22 8:2 / " + root + " rw,noatime - ext4 /dev/sdb1 rw", model))
                .containsExactly("large");
    }

    private List<String> codes(String mounts, LibraryModel... models) throws IOException {
        return suggestions(Set.of(), mounts, models).stream()
                .map(suggestion -> suggestion.reason().code())
                .toList();
    }

    @Test
    void ofEqualVariantsInSeveralModelsOneIsKept() throws IOException {
        LibraryModel maker = model("acme/maker", variant("BF16", 800, false, "a"), variant("Q8_0", 500, false, "b"));
        LibraryModel mirror = model("other/mirror", variant("BF16", 800, false, "a"));

        assertThat(suggestions(Set.of(), "", maker, mirror))
                .extracting(
                        Suggestion::kind,
                        suggestion -> suggestion.what().folder(),
                        suggestion -> suggestion.what().variant(),
                        suggestion -> suggestion.reason().parameters().get("other"))
                .containsExactly(
                        tuple(SuggestionKind.DUPLICATE, "other/mirror", "BF16", "acme/maker"),
                        tuple(SuggestionKind.OTHER_VARIANT, "acme/maker", "Q8_0", null));
    }

    @Test
    void twoNamesOfOneFileGiveNothingBack() throws IOException {
        LibraryModel maker = model("acme/maker", variant("BF16", 800, false, "a"));
        LibraryModel linked = model("other/mirror", variant("BF16", 800, false, "a"));
        Path name = linked.files().get(0).absolutePath();
        Files.delete(name);
        Files.createLink(name, maker.files().get(0).absolutePath());

        assertThat(suggestions(Set.of(), "", maker, linked))
                .extracting(Suggestion::kind)
                .containsOnly(SuggestionKind.MODEL);
    }

    @Test
    void whatADownloadWorksOnIsNotNamed() throws IOException {
        LibraryModel busy = model("acme/busy", variant("Q4_K_M", 400, false), variant("Q8_0", 800, false));

        assertThat(suggestions(Set.of(RepoId.model("acme/busy")), "", busy)).isEmpty();
    }

    @Test
    void beginningsThatNoDownloadBringsToAnEndAreNamed() throws IOException {
        Unfinished begun = new Unfinished(List.of(new Unfinished.File("x.part", "model.gguf", 700)), 0, List.of());
        LibraryModel unfinished = model("acme/begun", begun);

        assertThat(suggestions(Set.of(), "", unfinished))
                .extracting(
                        Suggestion::kind,
                        Suggestion::bytes,
                        suggestion -> suggestion.call().path())
                .containsExactly(tuple(SuggestionKind.LEFTOVER, 700L, "/api/v1/library/models/acme/begun"));
    }

    @Test
    void ofVeryManyTheBestAreTold() throws IOException {
        Files.createDirectories(root.resolve("acme/many"));
        LibraryModel[] models = IntStream.range(0, 250)
                .mapToObj(i -> new LibraryModel(
                        RepoId.model("acme/many-" + i),
                        "acme/many-" + i,
                        root.resolve("acme/many"),
                        null,
                        false,
                        List.of(),
                        List.of(),
                        null,
                        1_000 + i,
                        Unfinished.NONE,
                        true,
                        NOW,
                        true))
                .toArray(LibraryModel[]::new);

        assertThat(suggestions(Set.of(), "", models))
                .hasSize(Suggestions.MAX_SUGGESTIONS)
                .first()
                .extracting(Suggestion::bytes)
                .isEqualTo(1_249L);
    }

    private List<Suggestion> suggestions(Set<RepoId> busy, String mounts, LibraryModel... models) throws IOException {
        return new Suggestions(
                        model -> ModelStatus.of(model, List.of()),
                        busy::contains,
                        new Disks(root),
                        ReadTimes.of(mounts),
                        elsewhere,
                        NOW)
                .of(Arrays.asList(models));
    }

    private record Wanted(
            String label,
            long bytes,
            boolean gone,
            @Nullable String hash) {}

    private static Wanted variant(String label, long bytes, boolean gone) {
        return new Wanted(label, bytes, gone, null);
    }

    /** @param hash a digit, of which its content's is made */
    private static Wanted variant(String label, long bytes, boolean gone, String hash) {
        return new Wanted(label, bytes, gone, hash.repeat(64));
    }

    private LibraryModel model(String id, Wanted... wanted) throws IOException {
        return model(id, Unfinished.NONE, wanted);
    }

    /** Its files are there, of any length: what counts is what the scan said. */
    private LibraryModel model(String id, Unfinished unfinished, Wanted... wanted) throws IOException {
        Path folder = Files.createDirectories(root.resolve(id));
        List<LibraryVariant> variants = Arrays.stream(wanted)
                .map(variant -> new LibraryVariant(
                        variant.label(),
                        "GGUF",
                        List.of(file(folder, variant)),
                        null,
                        variant.bytes(),
                        true,
                        variant.gone()))
                .toList();
        for (LibraryVariant variant : variants) {
            Files.write(variant.files().get(0).absolutePath(), new byte[1]);
        }
        @Nullable Instant updated = variants.isEmpty() ? null : LONG_AGO;
        return new LibraryModel(
                RepoId.model(id),
                id,
                folder,
                "c".repeat(40),
                false,
                variants.stream().flatMap(each -> each.files().stream()).toList(),
                variants,
                null,
                variants.stream().mapToLong(LibraryVariant::sizeBytes).sum(),
                unfinished,
                unfinished.bytes() == 0,
                updated,
                true);
    }

    private static LibraryFile file(Path folder, Wanted variant) {
        String name = "m-" + Math.abs(variant.label().hashCode()) + ".gguf";
        return new LibraryFile(name, folder, variant.bytes(), LONG_AGO, null, variant.hash());
    }

    private static void read(LibraryModel model, String label, Instant when) throws IOException {
        for (LibraryVariant variant : model.variants()) {
            if (variant.label().equals(label)) {
                FileTime time = FileTime.from(when);
                Files.getFileAttributeView(variant.files().get(0).absolutePath(), BasicFileAttributeView.class)
                        .setTimes(null, time, null);
            }
        }
    }
}
