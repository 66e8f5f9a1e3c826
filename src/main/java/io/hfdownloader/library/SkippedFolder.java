package io.hfdownloader.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * A folder in the place of a model that is not looked into.
 *
 * @param repo the repo its place stands for; null when no repo can have this place
 * @param name its place below the models directory, with {@code /}
 * @param folder where it is
 * @param reason a sentence for the user that says what to do
 * @param program what it is where it is another program's, the same for all of a kind; else null
 */
public record SkippedFolder(
        @Nullable RepoId repo,
        String name,
        Path folder,
        String reason,
        @Nullable String program) {

    private static final int MAX_ALONE = 3;
    private static final String NOTHING_DONE = ". Nothing in it is listed, changed or deleted here.";

    /** One sentence for each, but for many folders of one program: such a cache may have hundreds. */
    public static List<String> sentences(List<SkippedFolder> folders) {
        Map<String, List<SkippedFolder>> byProgram = new LinkedHashMap<>();
        folders.forEach(folder -> byProgram
                .computeIfAbsent(folder.program == null ? folder.reason : folder.program, kind -> new ArrayList<>())
                .add(folder));
        return byProgram.values().stream()
                .flatMap(alike -> alike.size() <= MAX_ALONE
                        ? alike.stream().map(SkippedFolder::reason)
                        : Stream.of(together(alike)))
                .toList();
    }

    private static String together(List<SkippedFolder> alike) {
        String names = alike.stream()
                .limit(MAX_ALONE)
                .map(folder -> "\"" + UntrustedText.name(folder.name) + "\"")
                .collect(Collectors.joining(", "));
        return names + " and " + (alike.size() - MAX_ALONE) + " more are passed over: each " + alike.get(0).program
                + NOTHING_DONE;
    }

    static SkippedFolder symbolicLink(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                "\"" + UntrustedText.name(name)
                        + "\" is passed over: it is a symbolic link, and what is behind one is neither listed nor changed."
                        + " Put the folder itself in its place to have it here.",
                null);
    }

    static SkippedFolder foreign(@Nullable RepoId repo, String name, Path folder, ForeignFolder kind) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                "\"" + UntrustedText.name(name) + "\" is passed over: it " + kind.words() + NOTHING_DONE,
                kind.words());
    }

    static SkippedFolder unreadable(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                "\"" + UntrustedText.name(name) + "\" is passed over: the user " + System.getProperty("user.name")
                        + " may not read it. Give that user the right to.",
                null);
    }
}
