package io.hfdownloader.input.command;

import java.util.List;

import io.hfdownloader.input.reference.Reference;

/** A program whose command lines name repositories. */
interface CommandParser {

    /** True when the program, by its name without folders, is this one. */
    boolean handles(String program);

    /**
     * What the command asks for; empty when the words are no command line after all.
     *
     * @throws IllegalArgumentException with a sentence for the user when it is one that downloads nothing from the Hub
     */
    List<Reference> parse(String program, List<String> words);
}
