package io.hfdownloader;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture.LayerDependencySpecification;
import io.smallrye.mutiny.Uni;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Packages know each other in one direction only. Full names: {@code ..web..} would also match classes of Vert.x. A layer
 * without classes fails, and so does a class without a layer, so that no rule can come to match nothing.
 */
@AnalyzeClasses(packages = "io.hfdownloader", importOptions = DoNotIncludeTests.class)
@ArchTag("fast")
class ArchitectureTest {

    private static final Set<String> CHANGES_BY_PATH = Set.of(
            "delete",
            "deleteIfExists",
            "move",
            "copy",
            "createFile",
            "createDirectory",
            "createDirectories",
            "createLink",
            "createSymbolicLink",
            "createTempFile",
            "createTempDirectory",
            "write",
            "writeString",
            "newOutputStream",
            "newBufferedWriter",
            "newByteChannel",
            "setAttribute",
            "setLastModifiedTime",
            "setPosixFilePermissions");

    private static final String ROOT = "io.hfdownloader.";

    @ArchTest
    static final ArchRule packagesKnowOnlyWhatTheyMay = new Arrows(ROOT)
            .from("program")
            .from("startup", "program", "text", "files")
            .from("problem", "text")
            .from("log", "problem", "text")
            .from("http")
            .from("text")
            .from("cache")
            .from("files", "program", "problem", "text")
            .from("sidecar", "http", "files")
            .from("header", "text")
            .from("progress", "problem")
            .from("network", "program", "startup", "problem", "http", "text", "cache")
            .from("hub", "startup", "problem", "http", "text", "cache", "files", "network")
            .from("variant", "problem", "text", "hub", "header")
            .from("weights", "cache", "http", "hub", "header", "variant")
            .from("modelcard", "cache", "text", "network", "hub")
            .from("input", "problem", "text", "hub", "variant")
            .from("xet", "http", "text", "cache", "network", "hub")
            .from(
                    "library", "program", "startup", "problem", "text", "cache", "files", "sidecar", "hub", "header",
                    "variant")
            .from(
                    "transfer",
                    "program",
                    "startup",
                    "problem",
                    "http",
                    "text",
                    "cache",
                    "files",
                    "sidecar",
                    "network",
                    "hub",
                    "xet")
            .from("hook", "program", "startup", "problem", "http", "text", "cache", "files", "network", "library")
            .from(
                    "catalog",
                    "problem",
                    "text",
                    "cache",
                    "files",
                    "hook",
                    "hub",
                    "variant",
                    "header",
                    "weights",
                    "library",
                    "transfer")
            .from("settings", "problem", "text", "files", "hub", "library", "transfer")
            .from(
                    "download",
                    "program",
                    "startup",
                    "problem",
                    "http",
                    "text",
                    "cache",
                    "files",
                    "hub",
                    "variant",
                    "weights",
                    "library",
                    "catalog",
                    "transfer",
                    "progress",
                    "settings",
                    "hook")
            .from(
                    "task",
                    "startup",
                    "problem",
                    "text",
                    "cache",
                    "files",
                    "hub",
                    "variant",
                    "library",
                    "catalog",
                    "progress",
                    "adopt",
                    "download")
            .from("adopt", "startup", "problem", "text", "cache", "files", "hub", "header", "variant", "library")
            .from("metrics", "program", "problem", "hub", "files", "library", "transfer", "progress", "download")
            .from("space", "files", "hub", "library", "download", "view")
            .from("access", "startup", "problem", "text", "files", "library")
            .from("view", "startup", "program", "problem", "text", "files", "hub", "library")
            .from(
                    "web",
                    "access",
                    "program",
                    "startup",
                    "problem",
                    "log",
                    "text",
                    "cache",
                    "hub",
                    "variant",
                    "header",
                    "input",
                    "modelcard",
                    "files",
                    "library",
                    "progress",
                    "catalog",
                    "settings",
                    "hook",
                    "space",
                    "download",
                    "view",
                    "adopt",
                    "task")
            .from(
                    "command",
                    "access",
                    "program",
                    "network",
                    "startup",
                    "problem",
                    "text",
                    "hub",
                    "variant",
                    "input",
                    "files",
                    "library",
                    "download")
            .rule();

    @ArchTest
    static final ArchRule commandsKnowTheServiceAndTheTerminalWhichDoNotKnowEachOther = new Arrows(ROOT + "command.")
            .door("command", "client", "standalone", "shell", "terminal", "outcome")
            .from("standalone", "client", "outcome")
            .from("client", "outcome")
            .from("terminal")
            .from("shell")
            .from("outcome")
            .rule();

    @ArchTest
    static final ArchRule shapesOfViewsDoNotKnowWhatIsMadeOfThem =
            new Arrows(ROOT + "view.").door("view", "shape").from("shape").rule();

    @ArchTest
    static final ArchRule shapesOnDisksDoNotKnowWhatBecomesOfThem =
            new Arrows(ROOT + "adopt.").door("adopt", "shape").from("shape").rule();

    @ArchTest
    static final ArchRule whatIsPastedIsReadFromTextToCommandToReference = new Arrows(ROOT + "input.")
            .door("input", "command", "reference")
            .from("command", "reference")
            .from("reference")
            .rule();

    @ArchTest
    static final ArchRule whatHappensAndWhatIsPostedDoNotKnowWhoIsTold = new Arrows(ROOT + "hook.")
            .door("hook", "event", "message")
            .from("message", "event")
            .from("event")
            .rule();

    @ArchTest
    static final ArchRule whatIsToBeDoneDoesNotKnowTheQueueThatDoesIt = new Arrows(ROOT + "download.")
            .door("download", "plan", "arrival", "room")
            .from("room", "plan")
            .from("plan")
            .from("arrival")
            .rule();

    @ArchTest
    static final ArchRule kindsOfTasksDoNotKnowEachOther = new Arrows(ROOT + "task.")
            .from("verify", "task")
            .from("repair", "task")
            .from("adopt", "task")
            .from("move", "task")
            .door("task")
            .rule();

    @ArchTest
    static final ArchRule namesAndPlacesDoNotKnowWhatIsInTheLibrary = new Arrows(ROOT + "library.")
            .from("revision", "library", "layout", "metadata")
            .from("integrity", "library", "layout", "metadata")
            .door(
                    "library",
                    "bin",
                    "foreign",
                    "layout",
                    "leftover",
                    "lock",
                    "metadata",
                    "move",
                    "root",
                    "stamp",
                    "store",
                    "swap",
                    "unfinished")
            .from("swap", "layout")
            .from("bin", "layout", "metadata")
            .from("leftover", "layout")
            .from("unfinished", "layout")
            .from("foreign", "layout")
            .from("root", "layout", "bin", "leftover")
            .from("move", "layout")
            .from("store", "layout", "metadata")
            .from("stamp")
            .from("layout")
            .from("lock")
            .from("metadata")
            .rule();

    @ArchTest
    static final ArchRule namesOfWeightsDoNotKnowWhatTheyAreSortedInto =
            new Arrows(ROOT + "variant.").door("variant", "name").from("name").rule();

    @ArchTest
    static final ArchRule theEngineKnowsItsTransportsAndNothingKnowsTheEngine = new Arrows(ROOT + "transfer.")
            .from("engine", "transfer", "http", "xet", "stream", "disk", "limit")
            .from("http", "transfer", "stream", "disk")
            .from("xet", "transfer", "stream", "disk")
            .from("stream", "transfer", "disk", "limit")
            .from("disk", "transfer")
            .from("limit", "transfer")
            .door("transfer")
            .rule();

    /** What stands behind the contract and the engine may change without a word to anybody. */
    @ArchTest
    static final ArchRule onlyTheDoorsOfTheEngineAreKnownFromOutside = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "transfer..")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "transfer.*..").and(not(simpleName("TransferEngine"))));

    @ArchTest
    static final ArchRule apiAndPagesDoNotKnowEachOther = new Arrows(ROOT + "web.")
            .from("api", "http", "paging")
            .from("paging", "http")
            .from("legacy", "api", "page", "http")
            .from("openapi", "http", "access")
            .from("access", "http", "page")
            .from("http", "page", "connection")
            .from("page", "table")
            .from("table")
            .from("connection")
            .rule();

    /** Who wants text read asks its door and gets references; how commands are read is nobody else's. */
    @ArchTest
    static final ArchRule onlyTheInputKnowsItsCommands = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "input..")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "input.command.."));

    @ArchTest
    static final ArchRule disksAndNamesKnowTheHubByItsValuesAlone = noClasses()
            .that()
            .resideInAnyPackage("io.hfdownloader.variant..", "io.hfdownloader.input..", "io.hfdownloader.library..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.hfdownloader.hub..")
                    .and(not(describe("values", type -> type.isRecord() || type.isEnum()))));

    /** Between a look and a write a folder can be exchanged for a link: what is changed by its path may be elsewhere. */
    @ArchTest
    static final ArchRule whatIsInTheModelsDirectoryIsChangedByItsRootFolder = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.hfdownloader.library..",
                    "io.hfdownloader.sidecar..",
                    "io.hfdownloader.transfer..",
                    "io.hfdownloader.download..",
                    "io.hfdownloader.settings..",
                    "io.hfdownloader.task..",
                    "io.hfdownloader.adopt..",
                    "io.hfdownloader.catalog..",
                    "io.hfdownloader.view..")
            .and(not(simpleName("OpenedLibrary"))) // makes the models directory itself
            .should()
            .callMethodWhere(describe(
                    "a change by path",
                    call -> call.getTargetOwner().isEquivalentTo(Files.class)
                            && CHANGES_BY_PATH.contains(call.getName())));

    /** A clock that is set must not make rates and estimates jump: they are told the monotonic time. */
    @ArchTest
    static final ArchRule ratesDoNotKnowTheWallClock = noClasses()
            .that()
            .resideInAPackage("io.hfdownloader.progress..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    /** Its result is null where one thread asks just when another one brings it. */
    @ArchTest
    static final ArchRule resultsAreSharedWithoutMemoize =
            noClasses().should().callMethod(Uni.class, "memoize").because("SharedResult has no gap");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.hfdownloader.(*)..").should().beFreeOfCycles();

    /** The packages below one root, each with those that it may know; all classes there must be in one of them. */
    private static final class Arrows {

        private final String root;
        private final Map<String, String> packages = new LinkedHashMap<>();
        private final Map<String, String[]> arrows = new LinkedHashMap<>();

        Arrows(String root) {
            this.root = root;
        }

        /** A package with all below it. */
        Arrows from(String name, String... known) {
            return layer(name, root + name + "..", known);
        }

        /** The root itself, by its own classes alone. */
        Arrows door(String name, String... known) {
            return layer(name, root.replaceFirst("\\.$", ""), known);
        }

        private Arrows layer(String name, String location, String... known) {
            packages.put(name, location);
            arrows.put(name, known);
            return this;
        }

        ArchRule rule() {
            LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(root + ".");
            for (Map.Entry<String, String> layer : packages.entrySet()) {
                layers = layers.layer(layer.getKey()).definedBy(layer.getValue());
            }
            for (Map.Entry<String, String[]> arrow : arrows.entrySet()) {
                LayerDependencySpecification from = layers.whereLayer(arrow.getKey());
                String[] known = arrow.getValue();
                layers = known.length == 0 ? from.mayNotAccessAnyLayer() : from.mayOnlyAccessLayers(known);
            }
            return layers.ensureAllClassesAreContainedInArchitectureIgnoring(
                    not(resideInAPackage(root + ".")).or(simpleName("package-info")));
        }
    }
}
