package io.hfdownloader.hook.message;

import java.util.List;
import java.util.stream.Collectors;

import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.text.ByteText;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * What people read of something that happened: plain text, in which nothing of strangers is harmful but for what a service
 * takes for markup.
 *
 * @param title a few words
 * @param body one or two sentences
 */
public record HookText(String title, String body) {

    private static final int MAX_NAME_CHARS = 120;
    private static final int MAX_BODY_CHARS = 1_200;
    private static final int SHORT_COMMIT = 8;

    public static HookText of(Occurrence what, String hook) {
        Occurrence.Model model = what.model();
        String repo = model == null ? "" : name(model.repo());
        return switch (what.event()) {
            case COMPLETED -> new HookText("Downloaded " + repo, completed(what));
            case FAILED -> new HookText("Download of " + repo + " failed", failed(what));
            case UPDATE_AVAILABLE -> new HookText("Update of " + repo, update(what));
            case DISK_LOW -> new HookText("Disk is running low", disk(what));
            case TEST ->
                new HookText("Test of HF Downloader", "This is a test of the hook " + hook + ". Nothing has happened.");
        };
    }

    /** Both on one line or two. */
    public String whole() {
        return title + "\n" + body;
    }

    private static String completed(Occurrence what) {
        Occurrence.Model model = what.model();
        Occurrence.Download download = what.download();
        if (model == null || download == null) {
            return "";
        }
        return line(choice(download.variants()) + download.files() + (download.files() == 1 ? " file, " : " files, ")
                + ByteText.of(download.bytes()) + ", " + name(model.revision()) + at(model.commit())
                + ", all verified. Folder: " + model.folder());
    }

    private static String failed(Occurrence what) {
        Occurrence.Model model = what.model();
        Occurrence.Download download = what.download();
        Occurrence.Trouble failure = what.failure();
        String which =
                model == null || download == null ? "" : choice(download.variants()) + name(model.revision()) + ": ";
        return line(which + (failure == null ? "" : failure.detail()));
    }

    private static String update(Occurrence what) {
        Occurrence.Model model = what.model();
        return model == null
                ? ""
                : line("The Hub has commit " + commit(model.commit()) + " of " + name(model.revision()) + "; here is "
                        + commit(model.previousCommit()) + ". Folder: " + model.folder());
    }

    private static String disk(Occurrence what) {
        Occurrence.Disk disk = what.disk();
        return disk == null
                ? ""
                : line(ByteText.of(disk.freeBytes()) + " of " + ByteText.of(disk.totalBytes()) + " are free at "
                        + disk.folder() + ". Delete what is not needed, or make room.");
    }

    private static String choice(List<String> variants) {
        return variants.isEmpty()
                ? ""
                : variants.stream().limit(5).map(HookText::name).collect(Collectors.joining(", ")) + ", ";
    }

    private static String at(@Nullable String commit) {
        return commit == null ? "" : " at " + commit(commit);
    }

    private static String commit(@Nullable String commit) {
        return commit == null ? "?" : name(commit.substring(0, Math.min(SHORT_COMMIT, commit.length())));
    }

    private static String name(String text) {
        return UntrustedText.name(text, MAX_NAME_CHARS);
    }

    private static String line(String text) {
        return UntrustedText.line(text, MAX_BODY_CHARS);
    }
}
