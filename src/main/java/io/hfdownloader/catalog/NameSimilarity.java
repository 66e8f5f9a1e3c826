package io.hfdownloader.catalog;

import java.util.Locale;
import java.util.Objects;

import io.hfdownloader.hub.RepoId;

/** How alike names of repos are: which one may have been meant by another. */
final class NameSimilarity {

    /** Names that have less in common are not taken for each other. */
    private static final double MIN_SIMILARITY = 0.6;

    private static final int MIN_PART_CHARS = 3;
    private static final double OWNER_WEIGHT = 0.25;

    private NameSimilarity() {}

    /** The more alike the higher; 0 for names that are not taken for each other. The owner matters less than the name. */
    static double of(RepoId typed, RepoId other) {
        double name = similarity(typed.name(), other.name());
        return name < MIN_SIMILARITY ? 0 : name + OWNER_WEIGHT * similarity(owner(typed), owner(other));
    }

    private static double similarity(String typed, String other) {
        String one = folded(typed);
        String two = folded(other);
        int longer = Math.max(one.length(), two.length());
        int shorter = Math.min(one.length(), two.length());
        if (shorter == 0) {
            return 0;
        }
        double edited = 1 - (double) distance(one, two) / longer;
        boolean isPart = shorter >= MIN_PART_CHARS && (one.contains(two) || two.contains(one));
        return isPart ? Math.max(edited, MIN_SIMILARITY + (1 - MIN_SIMILARITY) * shorter / longer) : edited;
    }

    private static String owner(RepoId repo) {
        return Objects.requireNonNullElse(repo.namespace(), "");
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }

    /** Optimal string alignment: letters put in, left out, exchanged, or in the wrong order beside each other. */
    private static int distance(String one, String two) {
        int[] beforeLast = new int[two.length() + 1];
        int[] last = new int[two.length() + 1];
        int[] row = new int[two.length() + 1];
        for (int j = 0; j <= two.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= two.length(); j++) {
                int changed = one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + changed);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == two.charAt(j - 2)
                        && one.charAt(i - 2) == two.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[two.length()];
    }
}
