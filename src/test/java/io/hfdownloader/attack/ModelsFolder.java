package io.hfdownloader.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is on the disk with what the Hub has, also in the middle of a download. What cannot be
 * read is a finding and never an exception, so that nobody takes it for a connection that broke. Blocks.
 */
final class ModelsFolder {

    private static final long MAX_STATE_BYTES = 8L << 20;

    private ModelsFolder() {}

    /** Each file that stands under its final name is whole and right, whatever became of the others. */
    static void expectOnlyTrueFiles(Path models, StandInRepo repo, Findings findings) {
        Path folder = models.resolve(repo.id());
        for (Path file : filesBelow(folder, findings)) {
            String name = folder.relativize(file).toString();
            Optional<StandInFile> listed = repo.main().file(name);
            if (name.startsWith(".cache/")) {
                continue;
            }
            if (listed.isEmpty()) {
                findings.add("a file that the Hub does not have", repo.id() + "/" + name);
            } else if (!isSame(file, listed.get(), findings)) {
                findings.add("a wrong file under its final name", repo.id() + "/" + name);
            }
        }
    }

    /** The same, and none is missing. */
    static void expectAllFiles(Path models, StandInRepo repo, Findings findings) {
        expectOnlyTrueFiles(models, repo, findings);
        for (StandInFile file : repo.main().files()) {
            if (!Files.isRegularFile(models.resolve(repo.id()).resolve(file.path()))) {
                findings.add("a file that is missing of a completed download", repo.id() + "/" + file.path());
            }
        }
    }

    /** Neither the name of a file nor what the program keeps beside the models holds a secret. */
    static void expectNoSecrets(Path models, Findings findings) {
        for (Path file : filesBelow(models, findings)) {
            Secrets.in(file.toString()).ifPresent(secret -> findings.add("a secret in the name of a file", secret));
            boolean isInBin = file.startsWith(models.resolve(".cache/hf-downloader/bin"));
            if (file.toString().contains(".cache")
                    && (!isInBin || file.toString().endsWith(".json"))) {
                bytes(file, MAX_STATE_BYTES, findings)
                        .flatMap(bytes -> Secrets.in(new String(bytes, StandardCharsets.ISO_8859_1)))
                        .ifPresent(secret -> findings.add("a secret in a file", file + ": " + secret));
            }
        }
    }

    /** Files and folders may come and go meanwhile. */
    private static List<Path> filesBelow(Path folder, Findings findings) {
        List<Path> files = new ArrayList<>();
        try {
            Path walked = Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    report(file, failure, findings);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                    if (failure != null) {
                        report(directory, failure, findings);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            assert walked.equals(folder);
        } catch (IOException unreadable) {
            report(folder, unreadable, findings);
        }
        return files;
    }

    private static boolean isSame(Path file, StandInFile listed, Findings findings) {
        return bytes(file, Long.MAX_VALUE, findings)
                .map(bytes -> Arrays.equals(bytes, listed.content().bytes()))
                .orElse(true);
    }

    /** Nothing of one that is too large, was removed meanwhile, or cannot be read, which is a finding. */
    private static Optional<byte[]> bytes(Path file, long most, Findings findings) {
        try {
            return Files.size(file) > most ? Optional.empty() : Optional.of(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            report(file, unreadable, findings);
            return Optional.empty();
        }
    }

    private static void report(Path path, IOException failure, Findings findings) {
        if (!(failure instanceof NoSuchFileException)) {
            findings.add("what cannot be read in the models directory", path + ": " + failure);
        }
    }
}
