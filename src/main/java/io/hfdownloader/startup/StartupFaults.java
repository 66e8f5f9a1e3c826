package io.hfdownloader.startup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What keeps the program from starting. It is fired once as a CDI event, before anything of ours starts: whoever can check
 * something observes it, and adds a sentence for each fault, instead of failing. An observer may block.
 */
public final class StartupFaults {

    private static final int MAX_TOLD = 50;

    private final Set<String> unreadableSettings;
    private final List<String> sentences;

    /**
     * @param unreadableSettings names of settings whose values are stand-ins now, as their own could not be read
     * @param sentences what is known already
     */
    public StartupFaults(Set<String> unreadableSettings, Collection<String> sentences) {
        this.unreadableSettings = Set.copyOf(unreadableSettings);
        this.sentences = new ArrayList<>(sentences);
    }

    /** @param sentence names the setting and its environment variable, says what is wrong and what to do; no secret in it */
    public void add(String sentence) {
        if (sentences.size() < MAX_TOLD && !sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    /** True for a setting that is known to be wrong: its value is a stand-in, not worth a look. */
    public boolean isUnreadable(String setting) {
        return unreadableSettings.contains(setting);
    }

    /** What was found so far. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }
}
