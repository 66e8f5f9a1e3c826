package io.hfdownloader.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Where the scripts and styles of the pages are unpacked to be served. The usual place is the system's for temporary files, which
 * in a container may be read-only or missing; then it is memory or, where that is missing as well, our own folder among the
 * models. Found by its name in {@code META-INF/services}.
 */
public final class UnpackedFiles implements ConfigSourceInterceptor {

    private static final String SETTING = "quarkus.vertx.cache-directory";
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue found = context.proceed(name);
        if (found != null || !name.equals(SETTING)) {
            return found;
        }
        return directory(Optional.ofNullable(context.restart("hf-downloader.models-dir"))
                        .map(ConfigValue::getValue))
                .map(directory -> ConfigValue.builder()
                        .withName(name)
                        .withValue(directory)
                        .withRawValue(directory)
                        .build())
                .orElse(null);
    }

    /** Empty for the usual place. A new one for each process: what a kill left may be of another version. */
    private static Optional<String> directory(Optional<String> modelsDir) {
        String temporary = System.getProperty("java.io.tmpdir", "");
        if (takesFiles(Path.of(temporary))) {
            return Optional.empty();
        }
        String own = "hf-downloader-" + ProcessHandle.current().pid();
        try {
            Stream<Path> places = Stream.concat(
                    Stream.of(IN_MEMORY),
                    modelsDir.stream().map(Path::of).filter(Files::isDirectory).map(UnpackedFiles::stateFolder));
            return places.filter(UnpackedFiles::takesFiles)
                    .findFirst()
                    .map(place -> place.resolve(own).toAbsolutePath().toString());
        } catch (InvalidPathException noPath) {
            return Optional.empty(); // which is told with the other faults
        }
    }

    private static Path stateFolder(Path modelsDir) {
        Path folder = modelsDir.resolve(".cache").resolve("hf-downloader");
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            // which is seen when a file is to be made there
        }
        return folder;
    }

    private static boolean takesFiles(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                return false;
            }
            Files.delete(Files.createTempFile(folder, "hf-downloader-", ""));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
