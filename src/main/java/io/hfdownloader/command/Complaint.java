package io.hfdownloader.command;

import java.io.PrintStream;
import java.util.List;

import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.text.UntrustedText;

/** Says why a command has failed. */
final class Complaint {

    static final int MAX_CHARS = 2_000;
    private static final int MAX_CHOICES = 20;

    private Complaint() {}

    /** The sentence, and below it what could have been meant or may have been, a line each. */
    static void print(PrintStream err, CommandException failure) {
        String sentence = UntrustedText.line(String.valueOf(failure.getMessage()), MAX_CHARS);
        err.println("hf-downloader: " + sentence);
        List<String> untold = failure.choices().stream()
                .filter(choice -> !sentence.contains(choice))
                .toList();
        untold.stream().limit(MAX_CHOICES).forEach(choice -> err.println("  " + UntrustedText.name(choice)));
        if (untold.size() > MAX_CHOICES) {
            err.println("  and " + (untold.size() - MAX_CHOICES) + " more");
        }
        printSuggestions(err, failure.suggestions());
        err.flush();
    }

    private static void printSuggestions(PrintStream err, List<String> repos) {
        List<String> told =
                repos.stream().limit(MAX_CHOICES).map(UntrustedText::name).toList();
        if (told.size() == 1) {
            err.println("Did you mean " + told.get(0) + "?");
        } else if (!told.isEmpty()) {
            err.println("Did you mean one of these?");
            told.forEach(repo -> err.println("  " + repo));
        }
    }
}
