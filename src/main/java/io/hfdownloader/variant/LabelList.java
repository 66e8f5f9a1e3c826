package io.hfdownloader.variant;

import java.util.List;
import java.util.stream.Collectors;

import io.hfdownloader.text.UntrustedText;

/** The labels of a repo in a sentence, which stays short whatever the repo holds. */
final class LabelList {

    static final int MAX_NAME_CHARS = 80;

    private static final int MAX_LISTED_LABELS = 40;

    private LabelList() {}

    static String of(List<String> labels) {
        String listed = labels.stream()
                .limit(MAX_LISTED_LABELS)
                .map(label -> UntrustedText.name(label, MAX_NAME_CHARS))
                .collect(Collectors.joining(", "));
        return labels.size() <= MAX_LISTED_LABELS
                ? listed
                : listed + " and " + (labels.size() - MAX_LISTED_LABELS) + " more";
    }
}
