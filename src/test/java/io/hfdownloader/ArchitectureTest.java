package io.hfdownloader;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Packages know each other in one direction only. Full names: {@code ..web..} would also match classes of Vert.x. */
@AnalyzeClasses(packages = "io.hfdownloader", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesKnowOnlyWhatTheyMay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.hfdownloader..")
            .withOptionalLayers(true)
            .layer("hub")
            .definedBy("io.hfdownloader.hub..")
            .layer("variant")
            .definedBy("io.hfdownloader.variant..")
            .layer("header")
            .definedBy("io.hfdownloader.header..")
            .layer("wish")
            .definedBy("io.hfdownloader.wish..")
            .layer("xet")
            .definedBy("io.hfdownloader.xet..")
            .layer("transfer")
            .definedBy("io.hfdownloader.transfer..")
            .layer("library")
            .definedBy("io.hfdownloader.library..")
            .layer("progress")
            .definedBy("io.hfdownloader.progress..")
            .layer("download")
            .definedBy("io.hfdownloader.download..")
            .layer("web")
            .definedBy("io.hfdownloader.web..")
            .layer("cli")
            .definedBy("io.hfdownloader.cli..")
            .whereLayer("hub")
            .mayNotAccessAnyLayer()
            .whereLayer("progress")
            .mayNotAccessAnyLayer()
            .whereLayer("header")
            .mayNotAccessAnyLayer()
            .whereLayer("variant")
            .mayOnlyAccessLayers("hub")
            .whereLayer("wish")
            .mayOnlyAccessLayers("hub", "variant")
            .whereLayer("xet")
            .mayOnlyAccessLayers("hub")
            .whereLayer("transfer")
            .mayOnlyAccessLayers("hub", "xet")
            .whereLayer("library")
            .mayOnlyAccessLayers("hub", "variant")
            .whereLayer("download")
            .mayOnlyAccessLayers("hub", "variant", "header", "transfer", "library", "progress")
            .whereLayer("web")
            .mayOnlyAccessLayers("hub", "variant", "header", "wish", "download", "library", "progress")
            .whereLayer("cli")
            .mayOnlyAccessLayers("hub", "variant", "header", "download", "library", "progress");

    @ArchTest
    static final ArchRule disksAndNamesKnowTheHubByItsValuesAlone = noClasses()
            .that()
            .resideInAnyPackage("io.hfdownloader.variant..", "io.hfdownloader.wish..", "io.hfdownloader.library..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.hfdownloader.hub..")
                    .and(not(describe("values", type -> type.isRecord() || type.isEnum()))));

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

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.hfdownloader.(*)..").should().beFreeOfCycles();
}
