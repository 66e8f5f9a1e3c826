package io.hfdownloader.variant;

import java.util.List;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;

/** A selection that no file of the repo answers to. The message is a sentence for the user that names the choice there is. */
public final class NoSuchVariantException extends ProblemException {

    private static final String NONE_TO_CHOOSE =
            "It has no variants to choose from; leave the choice empty to get all its files.";

    private final transient List<String> available;

    private NoSuchVariantException(String message, List<String> available, Parameters parameters) {
        super(ProblemType.VARIANT_NOT_FOUND, message, null, parameters);
        this.available = List.copyOf(available);
    }

    /** Labels of the variants there are, all of them. */
    public List<String> available() {
        return available;
    }

    @Override
    public List<String> choices() {
        return available;
    }

    static NoSuchVariantException of(String asked, String repo, List<String> available) {
        String rest = available.isEmpty() ? NONE_TO_CHOOSE : "There are: " + LabelList.of(available) + ".";
        return new NoSuchVariantException(
                "\"" + shortened(asked) + "\" matches nothing in " + repo + ". " + rest,
                available,
                Parameters.of("asked", shortened(asked))
                        .and("repo", repo)
                        .and("reason", available.isEmpty() ? "no-variants" : "no-match"));
    }

    /** The same where the repo has branches, which makers of some formats give to each quantization. */
    public NoSuchVariantException orBranch(List<String> branches) {
        if (branches.isEmpty()) {
            return this;
        }
        String message = String.valueOf(getMessage()).replace(" " + NONE_TO_CHOOSE, "");
        return new NoSuchVariantException(
                message + " It has branches, which may be what is meant: " + LabelList.of(branches)
                        + ". Name one of them as the variant or the revision.",
                available.isEmpty() ? branches : available,
                parameters().and("branches", LabelList.of(branches)).and("reason", "branches"));
    }

    /** Several branches were named at once. */
    public static NoSuchVariantException severalBranches(String repo, List<String> branches) {
        return new NoSuchVariantException(
                LabelList.of(branches) + " are branches of " + repo
                        + ", each of which is a download of its own: ask for one at a time.",
                branches,
                Parameters.of("repo", repo).and("reason", "several-branches"));
    }

    /** There is nothing to select from. */
    public static NoSuchVariantException noFiles(String repo, String commit) {
        return new NoSuchVariantException(
                repo + " has no file at commit " + commit
                        + ", so there is nothing to download. Choose another revision, or"
                        + " wait until its files are there.",
                List.of(),
                Parameters.of("repo", repo).and("commit", commit).and("reason", "no-files"));
    }

    static NoSuchVariantException nothingLeft(String patterns, String repo, List<String> available) {
        return new NoSuchVariantException(
                "The exclude patterns " + shortened(patterns) + " leave no file of " + repo + " to download.",
                available,
                Parameters.of("repo", repo).and("patterns", shortened(patterns)).and("reason", "excluded"));
    }

    private static String shortened(String text) {
        return UntrustedText.name(text, LabelList.MAX_NAME_CHARS);
    }
}
