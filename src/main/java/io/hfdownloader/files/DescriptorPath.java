package io.hfdownloader.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path under which Linux shows an open folder of this process: it leads to that folder whatever has become of its name.
 * Found among all open files, so for what is done seldom.
 */
final class DescriptorPath {

    private static final Path OWN = Path.of("/proc/self/fd");

    private DescriptorPath() {}

    /** False also for a program with rights of its own (capabilities), to whose user Linux does not show its open files. */
    static boolean isSupported() {
        return Files.isReadable(OWN);
    }

    /**
     * Where a folder that is held open is shown; empty when it is not.
     *
     * @param folder where it was opened
     * @param key its own, as the system tells it from others
     */
    static Optional<Path> of(Path folder, Object key) throws IOException {
        String name = String.valueOf(folder.getFileName());
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(OWN)) {
            for (Path descriptor : all) {
                String target = target(descriptor);
                if (target.endsWith("/" + name) && isSame(descriptor, key)) {
                    return Optional.of(descriptor);
                }
                if (target.startsWith("/")) {
                    others.add(descriptor);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        // Only now are files looked at that lie elsewhere, perhaps on a disk that does not answer.
        return others.stream().filter(descriptor -> isSame(descriptor, key)).findFirst();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static boolean isSame(Path descriptor, Object key) {
        try {
            return key.equals(
                    Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey());
        } catch (IOException closed) {
            return false;
        }
    }
}
