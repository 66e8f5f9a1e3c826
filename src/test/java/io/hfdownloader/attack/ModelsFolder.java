package io.hfdownloader.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;

/** Compares what is on the disk with what the Hub has, also in the middle of a download. Blocks. */
final class ModelsFolder {

    private static final long MAX_STATE_BYTES = 8L << 20;

    private ModelsFolder() {}

    /** Each file that stands under its final name is whole and right, whatever became of the others. */
    static void expectOnlyTrueFiles(Path models, StandInRepo repo, Findings findings) throws IOException {
        Path folder = models.resolve(repo.id());
        for (Path file : filesBelow(folder)) {
            String name = folder.relativize(file).toString();
            Optional<StandInFile> listed = repo.main().file(name);
            if (name.startsWith(".cache/")) {
                continue;
            }
            if (listed.isEmpty()) {
                findings.add("a file that the Hub does not have", repo.id() + "/" + name);
            } else if (!isSame(file, listed.get())) {
                findings.add("a wrong file under its final name", repo.id() + "/" + name);
            }
        }
    }

    /** The same, and none is missing. */
    static void expectAllFiles(Path models, StandInRepo repo, Findings findings) throws IOException {
        expectOnlyTrueFiles(models, repo, findings);
        for (StandInFile file : repo.main().files()) {
            if (!Files.isRegularFile(models.resolve(repo.id()).resolve(file.path()))) {
                findings.add("a file that is missing of a completed download", repo.id() + "/" + file.path());
            }
        }
    }

    /** Neither the name of a file nor what the program keeps beside the models holds a secret. */
    static void expectNoSecrets(Path models, Findings findings) throws IOException {
        for (Path file : filesBelow(models)) {
            Secrets.in(file.toString()).ifPresent(secret -> findings.add("a secret in the name of a file", secret));
            if (file.toString().contains(".cache")) {
                Secrets.in(text(file)).ifPresent(secret -> findings.add("a secret in a file", file + ": " + secret));
            }
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.size(file) > MAX_STATE_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException removedMeanwhile) {
            return "";
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isSame(Path file, StandInFile listed) throws IOException {
        return Files.size(file) == listed.content().size()
                && Arrays.equals(Files.readAllBytes(file), listed.content().bytes());
    }
}
