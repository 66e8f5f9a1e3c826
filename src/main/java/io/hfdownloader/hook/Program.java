package io.hfdownloader.hook;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the program of a command, as a shell would: by its path, or in the folders of {@code PATH}. Blocks. */
final class Program {

    private Program() {}

    /** Its absolute path. @throws IllegalArgumentException with the end of a sentence that says what is wrong */
    static String find(String name, String searchPath) {
        try {
            return name.indexOf('/') >= 0 ? checked(Path.of(name), name) : searched(name, searchPath);
        } catch (InvalidPathException none) {
            throw new IllegalArgumentException("names a program that cannot be a path");
        }
    }

    private static String checked(Path program, String name) {
        if (!program.isAbsolute()) {
            throw new IllegalArgumentException(
                    "names its program by a relative path (" + name + "), which is another file in each folder");
        }
        if (!Files.exists(program)) {
            throw new IllegalArgumentException("names a program that is not there (" + name + ")");
        }
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new IllegalArgumentException("names what cannot be executed (" + name + ")");
        }
        return program.toString();
    }

    private static String searched(String name, String searchPath) {
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Optional<Path> found = Optional.of(Path.of(folder).resolve(name))
                    .filter(path -> path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path));
            if (found.isPresent()) {
                return found.get().toString();
            }
        }
        throw new IllegalArgumentException("names a program that is in no folder of PATH (" + name + ")");
    }
}
