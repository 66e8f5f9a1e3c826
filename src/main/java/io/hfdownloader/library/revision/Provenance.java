package io.hfdownloader.library.revision;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoRefs;

/** What tells of which revisions the files in a folder are. */
sealed interface Provenance {

    /** The revision that an update follows. */
    String first();

    /** Others that share the folder. */
    List<String> others();

    /** All of them, that which an update follows first. */
    default List<String> revisions() {
        return Stream.concat(Stream.of(first()), others().stream()).distinct().toList();
    }

    /** A folder that more than one revision shares stays as it is; what moves on gets another one. */
    default boolean isOnly(String revision) {
        return others().stream().allMatch(revision::equals);
    }

    /** Downloads noted it when they came. */
    record Recorded(String first, List<String> others) implements Provenance {
        public Recorded {
            others = List.copyOf(others);
        }
    }

    /** The folder is called after it. */
    record Named(String first, List<String> others) implements Provenance {
        public Named {
            others = List.copyOf(others);
        }
    }

    /** Nothing tells, so it is taken for the default branch. */
    record Assumed(List<String> others) implements Provenance {
        public Assumed {
            others = List.copyOf(others);
        }

        @Override
        public String first() {
            return RepoRefs.DEFAULT_BRANCH;
        }
    }

    /**
     * The commits beside the files belong to them.
     *
     * @param commits those of the files when they were asked about
     * @param first to which one of them belongs
     * @param others those of the rest
     */
    record Explained(Set<String> commits, String first, List<String> others) implements Provenance {
        public Explained {
            commits = Set.copyOf(commits);
            others = List.copyOf(others);
        }
    }
}
