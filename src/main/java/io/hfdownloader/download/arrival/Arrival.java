package io.hfdownloader.download.arrival;

import java.util.function.Predicate;

/**
 * A download that is not over, as the folder sees it that it works in.
 *
 * @param paused whether somebody has to resume it first
 * @param paths which paths it brings
 */
public record Arrival(boolean paused, Predicate<String> paths) {

    boolean brings(String path) {
        return paths.test(path);
    }
}
