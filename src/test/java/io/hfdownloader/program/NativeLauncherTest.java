package io.hfdownloader.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which executable is started by the script that images and packages call {@code hf-downloader}, and with what. */
@Tag("process")
class NativeLauncherTest {

    private static final String WITH = "processor\t: 0\nflags\t\t: fpu vme sha_ni avx2\nbugs\t\t: spectre_v1\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws IOException {
        Path launcher = Files.createDirectories(folder.resolve("usr/bin")).resolve("hf-downloader");
        Files.copy(Path.of("deploy", "hf-downloader"), launcher);
        executable(launcher);
        Files.createDirectories(folder.resolve("usr/lib/hf-downloader"));
        write("usr/lib/hf-downloader/hf-downloader-base", "base");
        write("usr/lib/hf-downloader/hf-downloader-sha", "sha");
    }

    @ParameterizedTest
    @CsvSource({
        "'flags\t\t: fpu sha_ni avx2', sha",
        "'processor\t: 0\nflags\t\t: fpu vme sha_ni\n', sha",
        "'flags\t\t: fpu avx2', base",
        "'flags\t\t: fpu sha_nix not_sha_ni avx2', base",
        "'Features\t: fp asimd sha1 sha2', base",
        "'', base"
    })
    void theProcessorDecides(String processor, String expected) throws Exception {
        assertThat(run("usr/bin/hf-downloader", processor, Map.of()))
                .startsWith(expected + " -Xmx128m --version two words ");
    }

    @Test
    void whereThereIsOnlyOneItIsStarted() throws Exception {
        Files.delete(folder.resolve("usr/lib/hf-downloader/hf-downloader-sha"));
        assertThat(run("usr/bin/hf-downloader", WITH, Map.of())).startsWith("base ");
    }

    @Test
    void aLinkAndExecutablesBesideTheScriptWillDo() throws Exception {
        Files.move(folder.resolve("usr/lib/hf-downloader"), folder.resolve("opt"));
        Files.move(folder.resolve("usr/bin/hf-downloader"), folder.resolve("opt/hf-downloader"));
        Files.createSymbolicLink(folder.resolve("usr/bin/hfd"), Path.of("../../opt/hf-downloader"));
        assertThat(run("usr/bin/hfd", WITH, Map.of())).startsWith("sha ");
    }

    @Test
    void aMissingExecutableIsTold() throws Exception {
        Files.delete(folder.resolve("usr/lib/hf-downloader/hf-downloader-base"));
        assertThat(run("usr/bin/hf-downloader", WITH, Map.of())).contains("there is no executable hf-downloader-base");
    }

    @Test
    void moreOptionsComeLastAndAnAuthorityThatIsNamedStays() throws Exception {
        assertThat(run(
                        "usr/bin/hf-downloader",
                        WITH,
                        Map.of("NATIVE_OPTS", "-Xmx64m -Dx=y", "SSL_CERT_FILE", "/own.pem")))
                .startsWith("sha -Xmx128m -Xmx64m -Dx=y --version two words ")
                .contains("authorities=/own.pem");
    }

    @Test
    void fileNamesAreReadAsUnicodeWhateverTheLocale() throws Exception {
        assertThat(run("usr/bin/hf-downloader", WITH, Map.of("LC_ALL", "C"))).contains("locale=C.UTF-8");
        assertThat(run("usr/bin/hf-downloader", WITH, Map.of("LC_ALL", "de_DE.utf8")))
                .contains("locale=de_DE.utf8");
    }

    private String run(String program, String processor, Map<String, String> environment) throws Exception {
        Path facts = Files.writeString(folder.resolve("cpuinfo"), processor);
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(folder.resolve(program).toString(), "--version", "two words"))
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("SSL_CERT_FILE", "NATIVE_OPTS", "LC_ALL"));
        builder.environment().put("CPUINFO", facts.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return told;
    }

    private void write(String path, String name) throws IOException {
        List<String> lines = new ArrayList<>(List.of("#!/bin/sh"));
        lines.add("echo " + name + " \"$@\" authorities=$SSL_CERT_FILE locale=$LC_ALL");
        executable(Files.write(folder.resolve(path), lines));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
