package io.hfdownloader.startup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether a class needs a file descriptor to be loaded. */
@Tag("fast")
@EnabledOnOs(OS.LINUX)
class OpenJarsTest {

    @TempDir
    private Path folder;

    @Test
    void aClassIsLoadedWithoutADescriptorOfItsOwn() throws IOException {
        Path jar = jar("a.jar");
        OpenJars jars = new OpenJars();
        jars.open(folder, 2);
        try (JarFile again = new JarFile(jar.toFile())) {
            assertThat(again.getEntry("x")).isNotNull();
            assertThat(descriptorsOf(jar)).isOne();
        }
        jars.close();
        assertThat(descriptorsOf(jar)).isZero();
    }

    @Test
    void whereDescriptorsAreFewTheJarsTakeNone() throws IOException {
        Path first = jar("a.jar");
        Path second = jar("b.jar");
        OpenJars jars = new OpenJars();
        jars.open(folder, 1);
        assertThat(descriptorsOf(first) + descriptorsOf(second)).isZero();
    }

    private Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("x"));
        }
        return jar;
    }

    private static long descriptorsOf(Path jar) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> jar.equals(targetOf(descriptor))).count();
        }
    }

    private static Path targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException gone) {
            return descriptor;
        }
    }
}
