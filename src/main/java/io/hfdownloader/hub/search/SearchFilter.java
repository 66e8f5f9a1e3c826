package io.hfdownloader.hub.search;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a repo must be to be found, beside its name; null for what does not matter.
 *
 * @param format format of the weights
 * @param task the Hub's name of what the model is for ({@code pipeline_tag})
 * @param license the Hub's name of the licence
 * @param author user or organisation whose it is
 * @param parameters how many parameters the model has
 */
public record SearchFilter(
        @Nullable ModelFormat format,
        @Nullable String task,
        @Nullable String license,
        @Nullable String author,
        ParameterRange parameters) {

    public static final SearchFilter NONE = new SearchFilter(null, null, null, null, ParameterRange.ANY);

    /** How tasks, licences and authors are written, as a regular expression of JavaScript, too. */
    public static final String WORD = "^[A-Za-z0-9_][A-Za-z0-9._+\\-]{0,95}$";

    private static final Pattern EACH_WORD = Pattern.compile(WORD);

    public SearchFilter {
        check(task, "task must be a task of the Hub, such as text-generation.");
        check(license, "license must be a licence as the Hub names it, such as apache-2.0.");
        check(author, "author must be a user or an organisation of the Hub, such as google.");
    }

    /** Nothing but whose it is. */
    public static SearchFilter ofAuthor(String author) {
        return new SearchFilter(null, null, null, author, ParameterRange.ANY);
    }

    /** Whether it asks for what only models have. */
    public boolean isOfModels() {
        return format != null || task != null || isOfSize();
    }

    /** Whether the number of parameters matters. */
    public boolean isOfSize() {
        return !parameters.equals(ParameterRange.ANY);
    }

    private static void check(@Nullable String word, String sentence) {
        if (word != null && !EACH_WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
