package io.hfdownloader.input;

import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.input.command.CommandLine;
import io.hfdownloader.input.command.PythonCall;
import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.RepoReader;
import io.hfdownloader.input.reference.RepoWish;
import io.hfdownloader.input.reference.Unreadable;

/**
 * Reads a pasted text line by line. Never fails and never asks anyone: what cannot be read comes back as
 * {@link Unreadable} with the reason. Takes time in proportion to the text. Any thread.
 */
public final class Wishes {

    /** Longer texts are not read. */
    public static final int LONGEST_TEXT = 64 * 1024;

    /** More wishes are not read from one text. */
    public static final int MOST = 200;

    private final PythonCall python;
    private final CommandLine commands;
    private final WordList words;

    private Wishes(HubHosts hosts) {
        RepoReader repos = new RepoReader(hosts);
        this.python = new PythonCall(repos);
        this.commands = new CommandLine(repos);
        this.words = new WordList(repos);
    }

    /**
     * The wishes in the order of the text: {@value #MOST} at most, and one more that says so when there were others.
     * Tokens in the text are in none of them.
     */
    public static List<Wish> read(String text, HubHosts hosts) {
        if (text.length() > LONGEST_TEXT) {
            return List.of(new Wish(
                    1, "", new Unreadable("The text is longer than 64 KiB (65,536 characters). Paste it in parts.")));
        }
        Wishes reader = new Wishes(hosts);
        List<Wish> wishes = new ArrayList<>();
        for (Line line : Lines.of(text)) {
            String shown = line.shown();
            for (Meaning meaning : reader.meanings(line)) {
                if (wishes.size() == MOST) {
                    wishes.add(
                            new Wish(
                                    line.number(),
                                    line.shown(),
                                    new Unreadable(
                                            "These are more than " + MOST
                                                    + " wishes. Nothing from here on was read: paste the rest once these are on their way.")));
                    return List.copyOf(wishes);
                }
                wishes.add(new Wish(line.number(), shown, meaning));
            }
        }
        return List.copyOf(wishes);
    }

    private List<Meaning> meanings(Line line) {
        List<Meaning> meanings;
        try {
            meanings = understood(line.text());
        } catch (IllegalArgumentException refused) {
            meanings = List.of(Unreadable.of(refused));
        }
        return line.hadSecret()
                ? meanings.stream().map(Wishes::withoutToken).distinct().toList()
                : meanings;
    }

    private List<Meaning> understood(String line) {
        List<Meaning> called = python.read(line);
        if (!called.isEmpty()) {
            return called;
        }
        List<Meaning> commanded = commands.read(line);
        return commanded.isEmpty() ? words.read(line) : commanded;
    }

    private static Meaning withoutToken(Meaning meaning) {
        return meaning instanceof RepoWish repo ? repo.noted(List.of(Secrets.NOTE)) : meaning;
    }
}
