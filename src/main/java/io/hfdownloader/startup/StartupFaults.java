package io.hfdownloader.startup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What keeps the program from starting. It is fired once as a CDI event, before anything of ours starts: whoever can check
 * something observes it, and adds a sentence for each fault, instead of failing. An observer may block.
 */
public final class StartupFaults {

    private static final int MAX_TOLD = 50;

    private final List<String> sentences;

    /** @param sentences what is known already */
    public StartupFaults(Collection<String> sentences) {
        this.sentences = new ArrayList<>(sentences);
    }

    /** @param sentence names the setting and its environment variable, says what is wrong and what to do; no secret in it */
    public void add(String sentence) {
        if (sentences.size() < MAX_TOLD && !sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    /** What was found so far. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }
}
