package io.hfdownloader.hook;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads a command as it is written in settings: a list in JSON, or words with blanks between them, of which those with blanks
 * in them stand in quotes. There is no shell, so that nothing else in it means anything.
 */
final class CommandWords {

    private CommandWords() {}

    /** @throws IllegalArgumentException with the end of a sentence that says what is wrong */
    static List<String> of(String text) {
        List<String> words = text.strip().startsWith("[") ? json(text) : quoted(text.strip());
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("names no program");
        }
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("has a character in it that no argument can have");
        }
        return words;
    }

    private static List<String> json(String text) {
        List<String> words = new ArrayList<>();
        try {
            JsonNode list = new ObjectMapper().readTree(text);
            for (JsonNode word : list) {
                if (!word.isTextual()) {
                    throw new IllegalArgumentException("has something in its list that is no text");
                }
                words.add(word.textValue());
            }
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("begins as a list in JSON and is none");
        }
        return words;
    }

    private static List<String> quoted(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean within = false;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                within = true;
            } else if (Character.isWhitespace(c)) {
                if (within) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                within = false;
            } else {
                word.append(c);
                within = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("has a quote that does not end");
        }
        if (within) {
            words.add(word.toString());
        }
        return words;
    }
}
