package io.hfdownloader.library.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.hfdownloader.files.CaseFolding;
import io.hfdownloader.files.FaultyDisk;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.files.NameProbe;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.problem.CodedText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which names of a repo cannot be on a disk, on this one and on such as others have. */
@Tag("fast")
class NameCheckTest {

    private static final RepoId REPO = RepoId.model("acme/names");

    @TempDir
    Path models;

    private RepoLayout layout;

    @BeforeEach
    void makeLayout() throws IOException {
        layout = new RepoLayout(models);
        Files.createDirectories(layout.stateFolder());
    }

    /** As when one of the two became the other upstream. */
    @Test
    void aPlaceThatSomethingOfTheOtherKindHasIsObjectedTo() throws IOException {
        Path folder = Files.createDirectories(layout.repoFolder(REPO));
        Files.createFile(folder.resolve("M-Q4_K_M.gguf"));
        Files.createDirectories(folder.resolve("data/deep"));
        Files.createFile(folder.resolve("data/file"));
        Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nowhere"));

        Map<String, CodedText> objections = new NameCheck(
                        layout, CaseFolding.of(layout.rootFolder(), layout.stateFolder()))
                .objections(
                        REPO,
                        List.of(
                                "M-Q4_K_M.gguf/readme.txt",
                                "M-Q4_K_M.gguf/a/b/c.txt",
                                "data/file/x",
                                "gone/x",
                                "data",
                                "data/deep",
                                "data/other",
                                "data/deep/x",
                                "config.json"));

        assertThat(objections)
                .containsOnlyKeys(
                        "M-Q4_K_M.gguf/readme.txt",
                        "M-Q4_K_M.gguf/a/b/c.txt",
                        "data/file/x",
                        "gone/x",
                        "data",
                        "data/deep")
                .containsEntry(
                        "M-Q4_K_M.gguf/readme.txt",
                        NameObjection.FILE_IN_PLACE
                                .says("a file stands where its folder would be, \"M-Q4_K_M.gguf\"")
                                .and("other", "M-Q4_K_M.gguf"))
                .containsEntry("data/deep", NameObjection.FOLDER_IN_PLACE.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/abs",
                "a/../../b",
                "nul\0byte.txt",
                "..\\up",
                "a\\..\\..\\up.txt",
                "C:/evil.txt",
                "a/C:/evil.txt",
                "c:\\evil.txt",
                "C:",
                "dir/./dot.txt",
                "dir//double.txt",
                "dir/",
                "",
                ".git/config",
                ".GIT/config",
                ".git./config",
                ".g\u200cit/config",
                ".cache",
                ".cache/huggingface/download/config.json.metadata",
                ".Cache/Huggingface/trees/x.json",
                ".cache./huggingface /x",
                ".hf-downloader-1234",
                "a/.hf-downloader-1234",
                "line\nbreak.txt",
                "\ud83e lone surrogate"
            })
    void whatMustNotBeWrittenIsObjectedTo(String path) throws IOException {
        assertThat(realDisk().objections(REPO, List.of("config.json", path)))
                .hasSize(1)
                .hasEntrySatisfying(path, reason -> assertThat(reason.detail()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " leading.txt",
                "...",
                "trailing dot.",
                "trailing blank ",
                "folder dot./x",
                "a:b.txt",
                "C:evil.txt",
                "question?mark",
                "quotes'\".txt",
                "emoji \ud83e\udd17.txt",
                "\u6a21\u578b.gguf",
                ".cache/other/x",
                "con.txt",
                "held.lock",
                "data.metadata",
                "a.part",
                "b.ranges"
            })
    void whatThisDiskCanHoldIsNot(String path) throws IOException {
        assertThat(realDisk().objections(REPO, List.of(path))).isEmpty();
        assertThat(layout.stateFolder()).isEmptyDirectory();
    }

    /** Such a disk takes some of them from this system, which knows nothing of Windows. */
    @ParameterizedTest
    @ValueSource(strings = {"exfat", "vfat", "ntfs", "ntfs3", "fuseblk", "ntfs-3g"})
    void aDiskForWindowsIsGivenNoNameThatWindowsCannotOpen(String type) throws IOException {
        List<String> refused = List.of("trail ", "dot./x", "dot.", "aux", "CON.txt", "a:b.txt", "a?", "x\"y");
        NameVolumes.Volume disk = new NameVolumes.Volume(
                models, CaseFolding.of(layout.rootFolder(), layout.stateFolder()), type, (parent, names) -> Map.of());
        assertThat(disk.refusals(refused)).containsOnlyKeys(refused);
        assertThat(disk.refusals(List.of("a.txt", "a b", ".x", "\u00e9"))).isEmpty();
        assertThat(new NameVolumes.Volume(
                                models,
                                CaseFolding.of(layout.rootFolder(), layout.stateFolder()),
                                "ext4",
                                (parent, names) -> Map.of())
                        .refusals(refused))
                .isEmpty();
    }

    @Test
    void namesTooLongWithTheNoteBesideThemAreKnownBeforehand() throws IOException {
        String deep = "d/".repeat(70) + "x";
        String longPath = ("f".repeat(200) + "/").repeat(21) + "x";
        assertThat(realDisk()
                        .objections(
                                REPO,
                                List.of("n".repeat(246), "n".repeat(247), "\u00e9".repeat(123) + "x", deep, longPath)))
                .containsOnlyKeys("n".repeat(247), "\u00e9".repeat(123) + "x", deep, longPath);
    }

    @Test
    void oneOfTwoNamesThatCannotBeTogetherIsObjectedTo() throws IOException {
        assertThat(realDisk()
                        .objections(
                                REPO,
                                List.of(
                                        "a",
                                        "a/b",
                                        "c/d",
                                        "c",
                                        "e",
                                        "e.metadata/x",
                                        "f.metadata/x",
                                        "f",
                                        "g.metadata")))
                .containsOnlyKeys("a/b", "c", "e.metadata/x", "f");
    }

    @Test
    void namesThatDifferByCaseAreTakenForOneWhereTheDiskDoes() throws IOException {
        Path folder = Files.createDirectories(models.resolve("probe"));
        Files.createSymbolicLink(folder.resolve("CASE-PROBE"), Path.of("case-probe"));
        NameCheck check = new NameCheck(layout, CaseFolding.of(layout.rootFolder(), folder));

        Map<String, CodedText> objections = check.objections(
                REPO, List.of("model.gguf", "MODEL.GGUF", "data", "Data/train.csv", "Docs/a", "docs/b", "x/y", "X"));
        assertThat(objections).containsOnlyKeys("MODEL.GGUF", "Data/train.csv", "X");
        assertThat(objections.get("MODEL.GGUF").detail()).contains("\"model.gguf\"");
    }

    // --- disks that are not at hand -------------------------------------------------------------------------------

    @Test
    void anEncryptedShareHasRoomFor143Bytes() throws IOException {
        NameCheck share = disk(name -> bytes(name) <= 143);
        assertThat(share.objections(
                        REPO,
                        List.of(
                                "n".repeat(134),
                                "n".repeat(135),
                                "\u6a21".repeat(46),
                                "d".repeat(144) + "/x",
                                "s.json")))
                .containsOnlyKeys("n".repeat(135), "\u6a21".repeat(46), "d".repeat(144) + "/x");
    }

    @Test
    void aDiskOfWindowsTakesNoneOfItsSpecialCharacters() throws IOException {
        NameCheck exFat = disk(name -> name.chars().noneMatch(c -> ":?*<>|\"\\".indexOf(c) >= 0)
                && name.length() <= 255
                && !name.endsWith(".")
                && !name.endsWith(" "));
        List<String> refused = List.of(
                "what?.md",
                "a*b",
                "x<y",
                "x>y",
                "a|b",
                "say \"hi\"",
                "12:30.txt",
                "dot.",
                "blank ",
                "dir./file",
                "d /f");
        List<String> asked = new ArrayList<>(refused);
        asked.addAll(List.of("plain.md", "caf\u00e9.md", "a;b,c=d+e[f]~$&'@#%{}!.md"));
        assertThat(exFat.objections(REPO, asked)).containsOnlyKeys(refused);
    }

    /** A name costs one question in all its paths and for ever; what is not suspicious costs none. */
    @Test
    void aDiskIsAskedLittle() throws IOException {
        List<String> questions = new ArrayList<>();
        NameCheck check =
                new NameCheck(layout, CaseFolding.of(layout.rootFolder(), layout.stateFolder()), (parent, names) -> {
                    questions.addAll(names);
                    return Map.of();
                });
        List<String> plain = IntStream.range(0, 2_000)
                .mapToObj(i -> "data/train-" + i + ".parquet")
                .toList();
        assertThat(check.objections(REPO, plain)).isEmpty();
        assertThat(questions).isEmpty();

        List<String> odd = IntStream.range(0, 2_000)
                .mapToObj(i -> "caf\u00e9/" + "n".repeat(100) + i + (i == 1_999 ? "?" : ""))
                .toList();
        assertThat(check.objections(REPO, odd)).isEmpty();
        assertThat(questions).hasSizeLessThanOrEqualTo(256).contains("caf\u00e9", "n".repeat(100) + "1999?.metadata");
        check.objections(RepoId.model("acme/other"), List.of("caf\u00e9/x"));
        assertThat(questions).hasSizeLessThanOrEqualTo(256);
    }

    @Test
    void aDiskThatAnswersNothingObjectsToNothing() throws IOException {
        NameCheck full =
                new NameCheck(layout, CaseFolding.of(layout.rootFolder(), layout.stateFolder()), (parent, names) -> {
                    throw new IOException("No space left on device");
                });
        assertThat(full.objections(REPO, List.of("what?.md"))).isEmpty();
    }

    /** A long name may need another block for its folder, which a full disk has not: that says nothing of the name. */
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
    void aFullDiskIsNoAnswerAndIsAskedAgain(String words) throws IOException {
        String name = "n".repeat(150);
        FaultyDisk disk = new FaultyDisk(models).refuse(FaultyDisk.Call.OPEN, "nnnn", words);
        NameCheck check =
                new NameCheck(new RepoLayout(disk.root()), CaseFolding.of(layout.rootFolder(), layout.stateFolder()));
        assertThat(check.objections(REPO, List.of(name, "m".repeat(150)))).isEmpty();
        disk.mend();
        disk.refuse(FaultyDisk.Call.OPEN, "nnnn", "File name too long");
        assertThat(check.objections(REPO, List.of(name, "m".repeat(150)))).containsOnlyKeys(name);
    }

    @Test
    void aDiskThatHangsHoldsUpNobodyWhoAsksForAnother() throws Exception {
        Files.createDirectories(models.resolve("hung/model"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        FaultyDisk disk = new FaultyDisk(models)
                .mount("/hung", "nfs4", 1_000)
                .before(FaultyDisk.Call.OPEN, "hung/model/case-probe", () -> {
                    asked.countDown();
                    awaitUninterruptibly(answers);
                });
        NameCheck check =
                new NameCheck(new RepoLayout(disk.root()), CaseFolding.of(layout.rootFolder(), layout.stateFolder()));
        var hung = CompletableFuture.supplyAsync(() ->
                unchecked(() -> check.objections(RepoId.model("hung/model"), List.of("n".repeat(247)))));
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

        var other = CompletableFuture.supplyAsync(() ->
                unchecked(() -> check.objections(REPO, List.of("n".repeat(247), "config.json"))));

        assertThat(other).succeedsWithin(Duration.ofSeconds(60));
        assertThat(other.join()).containsOnlyKeys("n".repeat(247));
        assertThat(hung).isNotDone();
        answers.countDown();
        assertThat(hung).succeedsWithin(Duration.ofSeconds(60));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception failure) {
            throw new CompletionException(failure);
        }
    }

    @Test
    void whatAKillLeftOfTheQuestionsIsRemovedAndNoLinkFollowed(@TempDir Path outside) throws IOException {
        Path kept = Files.writeString(outside.resolve("kept"), "kept");
        Path folder = layout.stateFolder().resolve(".hf-downloader-names");
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("left"), "");
        assertThat(NameProbe.refusals(layout.rootFolder(), layout.stateFolder(), List.of("what?.md")))
                .isEmpty();
        Files.createSymbolicLink(folder, outside);
        assertThat(NameProbe.refusals(layout.rootFolder(), layout.stateFolder(), List.of("n".repeat(256), "dot.")))
                .containsOnlyKeys("n".repeat(256));
        assertThat(layout.stateFolder()).isEmptyDirectory();
        assertThat(kept).exists();
    }

    private NameCheck realDisk() throws IOException {
        return new NameCheck(layout, CaseFolding.of(layout.rootFolder(), layout.stateFolder()));
    }

    /** One that holds the names that are accepted, as the real ones say it. */
    private NameCheck disk(Predicate<String> accepts) throws IOException {
        return new NameCheck(
                layout,
                CaseFolding.of(layout.rootFolder(), layout.stateFolder()),
                (parent, names) -> refusals(names, accepts));
    }

    private static Map<String, CodedText> refusals(Collection<String> names, Predicate<String> accepts) {
        Map<String, CodedText> refused = new LinkedHashMap<>();
        names.stream().filter(accepts.negate()).forEach(name -> refused.put(name, NameObjection.REFUSED.text()));
        assertThat(names).allMatch(name -> Arrays.stream(name.split("/")).count() == 1);
        return refused;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
