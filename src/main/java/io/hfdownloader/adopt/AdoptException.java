package io.hfdownloader.adopt;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;

/** Something cannot be adopted as it was asked for. The message is a sentence for the user. */
public final class AdoptException extends ProblemException {

    private AdoptException(String message, String reason, String path) {
        super(
                ProblemType.ADOPT_REFUSED,
                message,
                null,
                Parameters.of("path", UntrustedText.name(path)).and("reason", reason));
    }

    static AdoptException outside(String path) {
        return new AdoptException(
                "\"" + UntrustedText.name(path) + "\" is neither in the models directory nor in a folder of"
                        + " hf-downloader.adopt-dirs (HF_DOWNLOADER_ADOPT_DIRS). Add its folder there and restart, or name another.",
                "outside",
                path);
    }

    static AdoptException missing(String path) {
        return new AdoptException(
                "There is nothing at \"" + UntrustedText.name(path)
                        + "\", or a symbolic link leads there. Name the folder itself.",
                "missing",
                path);
    }

    static AdoptException unknown(String id) {
        return new AdoptException(
                "Nothing was found under \"" + UntrustedText.name(id)
                        + "\". Choose from what the task found, or look again.",
                "unknown",
                id);
    }

    static AdoptException noRepo(String name) {
        return new AdoptException(
                "No repository is known for \"" + UntrustedText.name(name) + "\". Name one, or leave it where it is.",
                "no-repo",
                name);
    }

    static AdoptException unproved(String name, String repo) {
        return new AdoptException(
                "No file of \"" + UntrustedText.name(name) + "\" has the content of one of " + repo
                        + ". Choose another repository or commit, or leave it where it is.",
                "unproved",
                name);
    }

    static AdoptException store(String name) {
        return new AdoptException(
                "\"" + UntrustedText.name(name)
                        + "\" is in the store of another program, from which nothing is taken out. Choose copy, hardlink or reflink, as far as it is offered, or leave.",
                "store",
                name);
    }

    static AdoptException otherCommit(String repo, String held, String wanted) {
        return new AdoptException(
                repo + " is here at commit " + shortened(held) + ", and these files are those of " + shortened(wanted)
                        + ". Update or delete what is here first.",
                "other-commit",
                repo);
    }

    static AdoptException taken(String path) {
        return new AdoptException(
                "Another file stands where \"" + UntrustedText.name(path) + "\" must be. Delete or move it first.",
                "taken",
                path);
    }

    static AdoptException changed(String path) {
        return new AdoptException(
                "\"" + UntrustedText.name(path) + "\" has changed while it was read. Look again when it is at rest.",
                "changed",
                path);
    }

    static AdoptException impossible(String name, How how) {
        return new AdoptException(
                "The disk cannot do that for \"" + UntrustedText.name(name) + "\" (" + how.word()
                        + "): it is on another disk than the models directory, or its disk knows no such. Choose one of the ways that are offered.",
                "way",
                name);
    }

    private static String shortened(String commit) {
        return commit.length() > 7 ? commit.substring(0, 7) : commit;
    }
}
