package io.hfdownloader.library.foreign;

import java.nio.file.Path;

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
 * @param kind the same for all of a kind, as the keys of texts have it: that of a {@link ForeignFolder}, or another word
 */
public record SkippedFolder(@Nullable RepoId repo, String name, Path folder, String reason, String kind) {

    public static SkippedFolder symbolicLink(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                begin(name)
                        + "it is a symbolic link; what is behind one is neither listed nor changed. Put the folder itself in its place to list it.",
                "symbolic-link");
    }

    public static SkippedFolder foreign(@Nullable RepoId repo, String name, Path folder, ForeignFolder kind) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                begin(name) + "it " + kind.words() + ". Nothing in it is listed, changed or deleted here.",
                kind.key());
    }

    public static SkippedFolder unreadable(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                begin(name) + "the user " + System.getProperty("user.name")
                        + " may not read it. Give that user the right to.",
                "unreadable");
    }

    /** One that holds folders of models below those that have a model's place. */
    public static SkippedFolder severalModels(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                begin(name)
                        + "it holds several models, or those of another program, in folders of its own. To list them, put each in OWNER/NAME directly in the models directory."
                        + " Nothing in it is listed, changed or deleted here.",
                "several-models");
    }

    /** One without weights and without a sign of a repository. */
    public static SkippedFolder noModel(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                begin(name)
                        + "it has no weights, and nothing that says it is a model. Nothing in it is listed, changed or deleted here.",
                "no-model");
    }

    /** One whose name a model in another directory has, too. */
    public static SkippedFolder inAnotherRoot(@Nullable RepoId repo, String name, Path folder) {
        return new SkippedFolder(
                repo,
                name,
                folder,
                begin(name)
                        + "another directory for models has one of this name, which is the one that is shown. Delete one of them, or move it away, by hand.",
                "in-another-root");
    }

    private static String begin(String name) {
        return "\"" + UntrustedText.name(name) + "\" is passed over: ";
    }
}
