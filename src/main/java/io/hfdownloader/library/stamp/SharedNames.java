package io.hfdownloader.library.stamp;

import java.util.HashMap;
import java.util.Map;

/** One copy of each text, of those that were seen first: files of many models are called alike. Used by one thread. */
public final class SharedNames {

    private static final int MAX_NAMES = 10_000;

    private final Map<String, String> names = new HashMap<>();

    public String shared(String name) {
        String same = names.get(name);
        if (same == null && names.size() < MAX_NAMES) {
            names.put(name, name);
        }
        return same == null ? name : same;
    }
}
