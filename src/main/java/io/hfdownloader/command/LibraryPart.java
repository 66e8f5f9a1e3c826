package io.hfdownloader.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.hfdownloader.input.reference.PathPattern;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.text.UntrustedText;

/**
 * What of a model in the library a name means. What is read generously for a download is read strictly here: a part of the name
 * that was passed over could cost the whole model.
 *
 * @param variants labels of variants
 * @param files paths of files; with no variants, empty for the whole model
 */
record LibraryPart(List<String> variants, List<String> files) {

    /** As {@link PathPattern} writes a character that would be a pattern. */
    private static final Pattern ESCAPED = Pattern.compile("\\[([*?\\[])]");

    /** @throws io.hfdownloader.command.outcome.CommandException when it is neither the whole, nor variants, nor files */
    static LibraryPart of(RepoReference wanted, String text) {
        boolean areFiles = wanted.include().stream().noneMatch(LibraryPart::isPattern);
        boolean isOneKind = wanted.variants().isEmpty() || wanted.include().isEmpty();
        boolean isPart = !wanted.variants().isEmpty() || !wanted.include().isEmpty();
        if (!areFiles || !isOneKind || !wanted.exclude().isEmpty() || !isPart && !endsWithName(wanted, text)) {
            throw Wanted.wrong("\"" + UntrustedText.name(text)
                    + "\" is neither a model, nor variants, nor a file of one. Write owner/name for the whole model,"
                    + " owner/name:Q4_K_M for a variant, owner/name/config.json for a file.");
        }
        return new LibraryPart(
                wanted.variants(),
                wanted.include().stream()
                        .map(pattern -> ESCAPED.matcher(pattern).replaceAll("$1"))
                        .toList());
    }

    private static boolean isPattern(String pattern) {
        String rest = ESCAPED.matcher(pattern).replaceAll("");
        return PathPattern.isPattern(rest) || rest.indexOf('[') >= 0;
    }

    /** Whether nothing stands behind the name that was left out when it was read, such as {@code :latest}. */
    private static boolean endsWithName(RepoReference wanted, String text) {
        String end = text.strip().replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
        String revision = wanted.revision();
        Stream<String> ends = revision == null
                ? Stream.of(wanted.repo().id())
                : Stream.of(wanted.repo().id() + "@" + revision, wanted.repo().id() + "/tree/" + revision);
        return ends.anyMatch(name -> end.endsWith(name.toLowerCase(Locale.ROOT)));
    }
}
