package io.hfdownloader.input.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words behind a command, sorted into options and the rest. */
final class Arguments {

    private final List<String> positional = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();

    private Arguments() {}

    /**
     * @param one options that take the word behind them
     * @param many options that take all words up to the next option
     */
    static Arguments of(List<String> words, Set<String> singleValued, Set<String> multiValued) {
        Arguments arguments = new Arguments();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            at++;
            if (word.equals("--")) {
                continue;
            }
            if (!isOption(word)) {
                arguments.positional.add(word);
                continue;
            }
            int sign = word.indexOf('=');
            List<String> values = arguments.options.computeIfAbsent(
                    sign < 0 ? word : word.substring(0, sign), name -> new ArrayList<>());
            int end = sign >= 0 ? at : valuesEnd(words, at, singleValued.contains(word), multiValued.contains(word));
            if (sign >= 0) {
                values.add(word.substring(sign + 1));
            }
            values.addAll(words.subList(at, end));
            at = end;
        }
        return arguments;
    }

    static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    /** The words that belong to no option. */
    List<String> positional() {
        return List.copyOf(positional);
    }

    /** The names of the options, in no order. */
    Set<String> names() {
        return Set.copyOf(options.keySet());
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    /** The values of all options of these names. */
    List<String> all(String... names) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.addAll(options.getOrDefault(name, List.of()));
        }
        return values;
    }

    /** The last value of the first of these options that has one, as programs take it. */
    Optional<String> last(String... names) {
        for (String name : names) {
            List<String> values = options.getOrDefault(name, List.of());
            if (!values.isEmpty()) {
                return Optional.of(values.get(values.size() - 1));
            }
        }
        return Optional.empty();
    }

    private static int valuesEnd(List<String> words, int at, boolean singleValued, boolean multiValued) {
        int end = at;
        int limit = multiValued ? words.size() : singleValued ? Math.min(words.size(), at + 1) : at;
        while (end < limit && (singleValued || !isOption(words.get(end)))) {
            end++;
        }
        return end;
    }
}
