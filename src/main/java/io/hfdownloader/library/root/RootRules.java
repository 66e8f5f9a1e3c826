package io.hfdownloader.library.root;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;

/**
 * Which directory models come to by their names, as the settings say. Immutable.
 *
 * @param rules in their order
 */
public record RootRules(List<Rule> rules) {

    /** No rule at all. */
    public static final RootRules NONE = new RootRules(List.of());

    private static final int MAX_RULES = 1_000;
    private static final Pattern NAMES = Pattern.compile("[\\p{Alnum}._*-]{1,100}(?:/[\\p{Alnum}._*-]{1,100})?");
    private static final int MAX_STARS = 4;

    /**
     * One of them.
     *
     * @param names {@code owner/name}, where {@code *} stands for any characters; in small letters
     * @param root name of the directory
     */
    public record Rule(String names, String root) {

        boolean isFor(String id) {
            return Pattern.matches("\\Q" + names.replace("*", "\\E.*\\Q") + "\\E", id.toLowerCase(Locale.ROOT));
        }
    }

    public RootRules {
        rules = List.copyOf(rules);
    }

    /**
     * Those of a setting.
     *
     * @param roots names of all directories
     * @throws IllegalArgumentException with a sentence for the user when the setting cannot be used
     */
    public static RootRules parse(String setting, Collection<String> roots) {
        List<Rule> rules = new ArrayList<>();
        for (String part : setting.split(",", -1)) {
            if (!part.isBlank()) {
                rules.add(one(part.strip(), roots));
            }
        }
        if (rules.size() > MAX_RULES) {
            throw wrong("has more than " + MAX_RULES + " rules");
        }
        return new RootRules(rules);
    }

    private static Rule one(String text, Collection<String> roots) {
        int equals = text.indexOf('=');
        String names = equals < 0 ? "" : text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String root = text.substring(equals + 1).strip();
        if (!NAMES.matcher(names).matches()
                || names.chars().filter(c -> c == '*').count() > MAX_STARS) {
            throw wrong("has \"" + UntrustedText.name(text) + "\", which is no owner/name=root with four * at most");
        }
        if (!roots.contains(root)) {
            throw wrong("sends " + names + " to \"" + UntrustedText.name(root) + "\", and there are only "
                    + String.join(", ", roots));
        }
        return new Rule(names, root);
    }

    /** By the first rule for it; empty where none is. */
    public Optional<String> rootFor(String id) {
        return rules.stream().filter(rule -> rule.isFor(id)).map(Rule::root).findFirst();
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("hf-downloader.root-for (HF_DOWNLOADER_ROOT_FOR) " + what
                + ". Write owner/name=root,owner/name=root, such as unsloth/*=fast,*=archive.");
    }
}
