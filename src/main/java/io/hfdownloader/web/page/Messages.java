package io.hfdownloader.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.hfdownloader.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * What the pages say in one language, by key. All of it stands in {@code messages/<language>.properties}, which says how its
 * keys are made. Immutable.
 */
public final class Messages {

    /** The languages there are, English first. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.CHINESE);

    /** Ends the key of a text for one of something, in a language that has such a form. */
    private static final String ONE = ".one";
    /** Ends the key of a text for any other number. */
    private static final String OTHER = ".other";

    private static final String BOTH = "both.";
    private static final String PAGE = "page.";
    private static final String SCRIPT = "script.";
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private static final Map<Locale, Messages> BY_LANGUAGE =
            LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Messages::read));

    private final Locale language;
    private final Map<String, String> page;
    private final Map<String, String> script;

    private Messages(Locale language, Map<String, String> texts) {
        this.language = language;
        this.page = below(texts, PAGE);
        this.script = below(texts, SCRIPT);
    }

    /** What pages say in one of {@link #LANGUAGES}; in English for any other. */
    public static Messages in(Locale language) {
        Messages known = BY_LANGUAGE.get(language);
        return known == null ? Objects.requireNonNull(BY_LANGUAGE.get(Locale.ENGLISH)) : known;
    }

    private static Messages read(Locale language) {
        String file = "/messages/" + language.getLanguage() + ".properties";
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The texts " + file + " are missing");
            }
            Properties read = new Properties();
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> texts = new TreeMap<>();
            read.stringPropertyNames().forEach(key -> texts.put(key, read.getProperty(key)));
            return new Messages(language, texts);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, String> below(Map<String, String> texts, String user) {
        Map<String, String> found = new TreeMap<>();
        texts.forEach((key, text) -> {
            if (key.startsWith(user)) {
                found.put(key.substring(user.length()), text);
            } else if (key.startsWith(BOTH)) {
                found.put(key.substring(BOTH.length()), text);
            }
        });
        return Map.copyOf(found);
    }

    /** The language these are in. */
    public Locale language() {
        return language;
    }

    /** The text of a key that a page or a class may use. */
    public String text(String key) {
        return text(key, Map.of());
    }

    /**
     * The same with its {@code {names}} filled in; where it has plural forms, {@code count} decides.
     *
     * @throws IllegalArgumentException when there is no such text, or one of its names has no value
     */
    public String text(String key, Map<String, ?> values) {
        String text = Optional.ofNullable(page.get(key))
                .or(() -> form(key, values.get("count")))
                .orElseThrow(() -> new IllegalArgumentException("There is no text " + key));
        return NAME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(key, found.group(1), values)));
    }

    /** What kind of problem this is, in a sentence. */
    public String problem(ProblemType type) {
        return text("problem." + type.slug());
    }

    /** Whether there is such a text, whole or with plural forms. */
    public boolean has(String key) {
        return page.containsKey(key) || page.containsKey(key + OTHER);
    }

    /** Whether there is such a text and each of its {@code {names}} has a value. */
    boolean has(String key, Map<String, ?> values) {
        String text = page.get(key);
        return text != null && NAME.matcher(text).results().allMatch(found -> values.containsKey(found.group(1)));
    }

    /** What templates and classes say, by its keys. */
    Map<String, String> page() {
        return page;
    }

    /** What scripts say, by its keys. */
    Map<String, String> script() {
        return script;
    }

    private Optional<String> form(String key, @Nullable Object count) {
        boolean one = count instanceof Number number && number.longValue() == 1;
        return Optional.ofNullable(one ? page.get(key + ONE) : null)
                .or(() -> Optional.ofNullable(page.get(key + OTHER)));
    }

    private static String value(String key, String name, Map<String, ?> values) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The text " + key + " needs a value for " + name);
        }
        return value.toString();
    }
}
