package io.hfdownloader.variant;

import java.util.List;

import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.UntrustedText;

/** A name that several variants of a repo answer to, and none has alone. The message is a sentence with the choices. */
public final class AmbiguousVariantException extends ProblemException {

    private final transient List<String> choices;

    /** @param choices labels of the variants that could be meant */
    public AmbiguousVariantException(String asked, String repo, List<String> choices) {
        super(
                ProblemType.VARIANT_AMBIGUOUS,
                "\"" + UntrustedText.name(asked, LabelList.MAX_NAME_CHARS) + "\" could be each of several variants of "
                        + repo + ". Name one of them: " + LabelList.of(choices) + ".",
                null,
                Parameters.of("asked", UntrustedText.name(asked, LabelList.MAX_NAME_CHARS))
                        .and("repo", repo));
        this.choices = List.copyOf(choices);
    }

    /** Labels of the variants that could be meant. */
    @Override
    public List<String> choices() {
        return choices;
    }
}
