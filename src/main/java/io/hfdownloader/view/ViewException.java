package io.hfdownloader.view;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.ByteText;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.view.shape.ViewKind;

/** A view cannot be made or removed as it was asked for. The message is a sentence for the user. */
public final class ViewException extends ProblemException {

    private static final int MAX_NAMED = 3;

    private ViewException(ProblemType problem, String message, Parameters parameters) {
        super(problem, message, null, parameters);
    }

    static ViewException unknown() {
        return new ViewException(
                ProblemType.VIEW_NOT_FOUND, "There is no such view. It may have been removed.", Parameters.NONE);
    }

    /** @param reason a stable word for those who tell it in other words */
    private static ViewException refused(String path, String reason, String sentence) {
        return new ViewException(
                ProblemType.VIEW_REFUSED,
                sentence,
                Parameters.of("path", UntrustedText.name(path)).and("reason", reason));
    }

    static ViewException noPath(String path) {
        return refused(
                path,
                "path",
                "\"" + UntrustedText.name(path)
                        + "\" is no place for a view. Name a folder of this machine by its whole path, as /srv/views/lm-studio.");
    }

    static ViewException inLibrary(String path) {
        return refused(
                path,
                "library",
                "A view cannot be at " + UntrustedText.name(path)
                        + ": in the models directory it would be taken for a model, or lie within one. Choose a folder elsewhere,"
                        + " or one that is hidden, as .views/lm-studio in the models directory.");
    }

    static ViewException elsewhere(String path, List<Path> allowed) {
        return refused(
                path,
                "place",
                "A view cannot be at " + UntrustedText.name(path)
                        + ": views are made in the folders of HF_DOWNLOADER_VIEW_DIRS, else, where no login is needed, in "
                        + allowed.stream()
                                .map(Path::toString)
                                .map(UntrustedText::name)
                                .collect(Collectors.joining(", "))
                        + ". Choose a folder there, or have that setting name another.");
    }

    static ViewException nested(String path, String other) {
        return refused(
                path,
                "nested",
                "A view cannot be at " + UntrustedText.name(path) + ": there is one at " + UntrustedText.name(other)
                        + ". Remove that first, or choose a folder beside it.");
    }

    static ViewException notEmpty(String path) {
        return refused(
                path,
                "not-empty",
                "A view cannot be at " + UntrustedText.name(path)
                        + ": the folder holds something already. Choose an empty folder, or one that is not there yet.");
    }

    static ViewException noCache(String path) {
        return refused(
                path,
                "no-cache",
                "A view cannot be at " + UntrustedText.name(path)
                        + ": it holds something already and is no HF_HOME, which has a folder \"hub\". Name the folder above"
                        + " \"hub\", or one that is empty or not there yet.");
    }

    static ViewException denied(String path, String why) {
        return refused(
                path,
                "denied",
                "A view cannot be at " + UntrustedText.name(path) + ": "
                        + UntrustedText.withoutStop(UntrustedText.line(why, UntrustedText.MAX_MESSAGE_CHARS))
                        + ". Give the user " + System.getProperty("user.name")
                        + " the right to write there, or choose another folder.");
    }

    static ViewException noMethod(String path) {
        return refused(
                path,
                "method",
                "At " + UntrustedText.name(path)
                        + " files of the models directory can be neither cloned nor linked. Ask for a copy (\"method\": \"copy\"),"
                        + " or choose a folder on the disk of the models.");
    }

    static ViewException noSuchMethod(String path, ViewMethod method) {
        return refused(
                path,
                "method",
                "At " + UntrustedText.name(path) + " the method " + method.word()
                        + " is not possible. Leave the method out for the best that is.");
    }

    static ViewException writable(ViewKind kind) {
        return refused(
                kind.word(),
                "writable",
                "A view for " + kind.word()
                        + " is made without hard links: what that program writes into a file would change the verified model.");
    }

    static ViewException noRoom(String path, long needed, long free) {
        return new ViewException(
                ProblemType.DISK_FULL,
                "A copy at " + UntrustedText.name(path) + " needs " + ByteText.of(needed) + "; " + ByteText.of(free)
                        + " are free there. Free some space, or leave the method out for links.",
                Parameters.of("path", UntrustedText.name(path))
                        .and("neededBytes", needed)
                        .and("freeBytes", free)
                        .and("reason", "view"));
    }

    static ViewException tooMany(int most) {
        return new ViewException(
                ProblemType.VIEW_REFUSED,
                "There are " + most + " views already, the most there can be. Remove one that nobody uses.",
                Parameters.of("reason", "too-many").and("count", most));
    }

    static ViewException written(String path, List<String> others, int count) {
        String names = others.stream()
                .limit(MAX_NAMED)
                .map(name -> "\"" + UntrustedText.name(name) + "\"")
                .collect(Collectors.joining(", "));
        int more = count - Math.min(MAX_NAMED, others.size());
        return new ViewException(
                ProblemType.VIEW_IN_USE,
                "Nothing was removed: another program has written into the view at " + UntrustedText.name(path) + ": "
                        + names + (more > 0 ? " and " + more + " more" : "")
                        + ". Ask again with force=true to remove what is ours and leave that.",
                Parameters.of("path", UntrustedText.name(path))
                        .and("names", names)
                        .and("count", count)
                        .and("reason", "written"));
    }

    static ViewException away(String path) {
        return new ViewException(
                ProblemType.VIEW_IN_USE,
                "Nothing was removed: the folder of the view, " + UntrustedText.name(path)
                        + ", is not there. Mount its disk, or ask again with force=true to forget the view.",
                Parameters.of("path", UntrustedText.name(path)).and("reason", "away"));
    }

    static ViewException busy(String path) {
        return new ViewException(
                ProblemType.VIEW_IN_USE,
                "The view at " + UntrustedText.name(path) + " is being written just now. Try again in a moment.",
                Parameters.of("path", UntrustedText.name(path)).and("reason", "busy"));
    }
}
