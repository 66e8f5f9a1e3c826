package io.hfdownloader.input;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.hfdownloader.input.reference.Note;
import io.hfdownloader.input.reference.QuotedText;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.ReferenceReader;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.SearchReference;
import io.hfdownloader.input.reference.Unreadable;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.name.VariantLabel;

/** Reads a line that is no command: repositories, one or several, or else words to search for. */
final class FreeText {

    private static final Pattern LINK = Pattern.compile("\\]\\((?=[a-z]{2,5}://)");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;|]+");

    /** Signs of shells, markup and programs, and options of a command that is not known. */
    private static final Pattern UNSEARCHABLE = Pattern.compile("[$`{}<>\\\\^*=\"~%]|(?<!\\S)-");

    private static final Pattern UPWARDS = Pattern.compile("(?:^|[\\s/])\\.{1,2}+/|/\\.{1,2}+(?:\\s|$)");
    private static final String OPENING = "([{<\"'`*";
    private static final String CLOSING = ".,;:!?>\"'`*";

    private final ReferenceReader reader;

    FreeText(ReferenceReader reader) {
        this.reader = reader;
    }

    List<Reference> parse(String line) {
        List<String> words = words(line);
        if (words.isEmpty()) {
            throw Unreadable.NO_NAME.because(
                    "There is no name in this line. Write owner/name, or a few words to search for.");
        }
        List<String> addresses = words.stream().filter(reader::isAddress).toList();
        if (!addresses.isEmpty()) {
            return each(words.stream().allMatch(word -> word.indexOf('/') > 0) ? words : addresses);
        }
        if (reader.isRepo(words.get(0)) && words.stream().skip(1).allMatch(VariantLabel::isLabel)) {
            return List.of(variantsOf(words));
        }
        if (line.matches(".*[<>$`].*")) {
            refuseSigns(line, words);
        }
        if (words.size() == 1 ? isName(words.get(0)) : words.stream().allMatch(word -> word.indexOf('/') > 0)) {
            return each(words);
        }
        refuseSigns(line, words);
        return List.of(searchFor(words));
    }

    private List<Reference> each(List<String> words) {
        return words.stream()
                .map(word -> UnreadableInput.orUnreadable(() -> reader.read(word)))
                .distinct()
                .limit(InputParser.MAX_REFERENCES + 1L)
                .toList();
    }

    /** What stands in no name and no sentence is a slip of the clipboard: the Hub would find nothing, or anything. */
    private static void refuseSigns(String line, List<String> words) {
        Matcher sign = UNSEARCHABLE.matcher(String.join(" ", words));
        if (sign.find() || UPWARDS.matcher(line).find()) {
            throw Unreadable.SIGNS.because(
                    QuotedText.of(line)
                            + " is neither a repository nor words to search for. Write owner/name, or a few words of the name.",
                    "text",
                    UntrustedText.name(line, 60));
        }
    }

    private Reference variantsOf(List<String> words) {
        Reference first = reader.read(words.get(0));
        List<String> labels = words.stream()
                .skip(1)
                .map(word -> word.toUpperCase(Locale.ROOT))
                .toList();
        return first instanceof RepoReference repo ? repo.withVariants(labels) : first;
    }

    /** A name without owner is searched for, as far as it is only a name. */
    private SearchReference searchFor(List<String> words) {
        String whole = String.join(" ", words);
        if (words.size() > 1) {
            boolean mixed = words.stream().anyMatch(word -> word.indexOf('/') > 0 && reader.isRepo(word));
            List<CodedText> notes = mixed
                    ? List.of(Note.MIXED.says("Words and a repository stand side by side, so all of it is searched for."
                            + " For the repository write owner/name alone."))
                    : List.of();
            return new SearchReference(SearchReference.of(whole).type(), whole, notes);
        }
        String name = whole.replaceFirst("[:@].*+$", "");
        return name.equals(whole)
                ? SearchReference.of(whole)
                : new SearchReference(
                        SearchReference.of(name).type(),
                        name,
                        List.of(Note.NO_OWNER.says(
                                "The name has no owner, so it is searched for without what follows it. Write owner/name:Q4_K_M"
                                        + " for a variant, owner/name@revision for a branch, tag or commit.")));
    }

    /** {@code owner/} is what one types on the way to a name, or an owner. */
    private static boolean isName(String word) {
        int slash = word.indexOf('/');
        return slash >= 0 && (slash == 0 || slash < word.length() - 1) || word.matches("[A-Za-z]:\\\\.*+");
    }

    private static List<String> words(String line) {
        Matcher link = LINK.matcher(line);
        String plain = link.replaceAll("] ");
        return Stream.of(BETWEEN.split(plain))
                .map(FreeText::bare)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The word without the quotes and stops around it. */
    private static String bare(String word) {
        int start = 0;
        int end = word.length();
        while (start < end && OPENING.indexOf(word.charAt(start)) >= 0) {
            start++;
        }
        int[] opened = {word.indexOf('(', start), word.indexOf('[', start), word.indexOf('{', start)};
        while (end > start
                && (CLOSING.indexOf(word.charAt(end - 1)) >= 0 || closesNothing(word.charAt(end - 1), opened, end))) {
            end--;
        }
        return word.substring(start, end);
    }

    /** @param opened where each kind of bracket opens first; negative for nowhere */
    private static boolean closesNothing(char sign, int[] opened, int end) {
        int kind = ")]}".indexOf(sign);
        return kind >= 0 && (opened[kind] < 0 || opened[kind] >= end);
    }
}
