package io.hfdownloader.adopt;

import java.util.List;

import io.hfdownloader.hub.RepoId;

/**
 * What became of what was chosen.
 *
 * @param adopted what is in the library now
 * @param left places that were left as they are
 * @param refused what could not be adopted, and why, as sentences
 */
public record AdoptOutcome(List<Adopted> adopted, List<String> left, List<String> refused) {

    public AdoptOutcome {
        adopted = List.copyOf(adopted);
        left = List.copyOf(left);
        refused = List.copyOf(refused);
    }

    /**
     * A model in the library.
     *
     * @param files how many files were proved and have their place
     * @param bytes sum of their sizes
     * @param missing paths of what is to be fetched
     */
    public record Adopted(RepoId repo, String commit, int files, long bytes, List<String> missing) {
        public Adopted {
            missing = List.copyOf(missing);
        }
    }
}
