package io.hfdownloader.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String PREFIX = "hf-downloader-";
    private static final Duration MIN_AGE = Duration.ofDays(1);
    private static final Pattern OF_PROCESS = Pattern.compile(PREFIX + "(\\d{1,18})");

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
        String own = PREFIX + ProcessHandle.current().pid();
        try {
            Stream<Path> places = Stream.concat(
                    Stream.of(IN_MEMORY),
                    modelsDir.stream().map(Path::of).filter(Files::isDirectory).map(UnpackedFiles::stateFolder));
            return places.filter(UnpackedFiles::takesFiles)
                    .findFirst()
                    .map(place -> withoutLeftovers(place)
                            .resolve(own)
                            .toAbsolutePath()
                            .toString());
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

    /** Blocks: takes away what processes have left there that were killed a day ago or earlier; memory is not given back otherwise. */
    static Path withoutLeftovers(Path place) {
        try (Stream<Path> all = Files.list(place)) {
            all.filter(UnpackedFiles::isLeftover).toList().forEach(UnpackedFiles::remove);
        } catch (IOException | UncheckedIOException unreadable) {
            // then it stays
        }
        return place;
    }

    private static boolean isLeftover(Path folder) {
        Matcher ofProcess = OF_PROCESS.matcher(folder.getFileName().toString());
        return ofProcess.matches()
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && ProcessHandle.of(Long.parseLong(ofProcess.group(1))).isEmpty()
                && isUntouched(folder);
    }

    /** Memory and folders may be shared with containers, whose processes live unseen from here. */
    private static boolean isUntouched(Path folder) {
        Instant latest = Instant.now().minus(MIN_AGE);
        try (Stream<Path> all = Files.walk(folder)) {
            return all.allMatch(path -> lastTouch(path).isBefore(latest));
        } catch (IOException | UncheckedIOException unreadable) {
            return false;
        }
    }

    /** A look into a folder, such as ours, is no use of it. */
    private static Instant lastTouch(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Instant written = file.lastModifiedTime().toInstant();
            Instant read = file.lastAccessTime().toInstant();
            return file.isRegularFile() && read.isAfter(written) ? read : written;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException ofAnother) {
            // another user's process, who takes them away
        }
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
