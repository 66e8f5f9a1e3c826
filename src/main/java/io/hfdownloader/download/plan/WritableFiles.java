package io.hfdownloader.download.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.hfdownloader.cache.MappedList;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.NameObjection;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.FileMatch;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.variant.name.WeightFiles;

/** Which of the files that are wanted can be here: under their names, and in the places of those that are here. */
public final class WritableFiles {

    private static final CodedText OVERLONG = NameObjection.OVERLONG.text();

    private final ModelLibrary library;

    public WritableFiles(ModelLibrary library) {
        this.library = library;
    }

    /** What can be here, and what the rest is of use without. */
    public record Choice(List<RepoFile> writable, List<LeftOut> leftOut) {
        public Choice {
            writable = List.copyOf(writable);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * A file that cannot be here.
     *
     * @param reason as a part of a sentence
     */
    public record LeftOut(String path, CodedText reason) {}

    /**
     * Refuses all of it where the rest is of no use without what cannot be here. Blocks.
     *
     * @param apart of the tree's files with overlong paths those that are wanted
     */
    public Choice of(Offer offer, List<RepoFile> selected, List<RepoTree.Overlong> apart) {
        Map<String, CodedText> objections = objections(offer.tree(), selected);
        List<RepoFile> allowed = selected.stream()
                .filter(file -> !objections.containsKey(file.path()))
                .toList();
        Set<RepoFile> emptied = withoutSuccessor(offer, allowed);
        List<LeftOut> leftOut = new ArrayList<>();
        for (RepoTree.Overlong file : apart) {
            boolean needed = isNeeded(file.name(), file.sizeBytes());
            if (needed || allowed.isEmpty()) {
                throw refusal(file.name(), OVERLONG, needed);
            }
            leftOut.add(new LeftOut(file.name(), OVERLONG));
        }
        for (RepoFile file : selected) {
            CodedText objection = objections.get(file.path());
            if (objection != null) {
                if (isNeeded(file) || allowed.isEmpty()) {
                    throw refusal(file.path(), objection, isNeeded(file));
                }
                leftOut.add(new LeftOut(file.path(), objection));
            }
        }
        emptied.forEach(file -> leftOut.add(new LeftOut(file.path(), NameObjection.EMPTIED.text())));
        return new Choice(
                allowed.stream().filter(file -> !emptied.contains(file)).toList(), leftOut);
    }

    private static List<RepoFile> neededFirst(List<RepoFile> files) {
        List<RepoFile> ordered = new ArrayList<>(files.size());
        List<RepoFile> others = new ArrayList<>();
        files.forEach(file -> (isNeeded(file) ? ordered : others).add(file));
        ordered.addAll(others);
        return ordered;
    }

    /** By path, why a file cannot be here. Of two names that the disk takes for one, weights keep theirs. Blocks. */
    Map<String, CodedText> objections(RepoTree tree, List<RepoFile> files) {
        try {
            return library.names(tree.repo())
                    .objections(tree.repo(), new MappedList<>(neededFirst(files), RepoFile::path));
        } catch (LibraryException refused) {
            throw new PlanException(
                    PlanException.Kind.UNSAFE_NAME,
                    refused.getMessage() + " Nothing was fetched.",
                    refused.parameters());
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + tree.repo().id() + " cannot be looked at", unreadable);
        }
    }

    /** Weights here that the Hub has emptied, and what else is here of their variants: one new shard is of no use beside. Blocks. */
    private Set<RepoFile> withoutSuccessor(Offer offer, List<RepoFile> files) {
        RepoId repo = offer.tree().repo();
        Set<RepoFile> emptied = files.stream()
                .filter(file -> library.files().isEmptied(repo, file))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (emptied.isEmpty()) {
            return emptied;
        }
        Set<RepoFile> beside = offer.variants().stream()
                .filter(variant -> !Collections.disjoint(variant.files(), emptied))
                .flatMap(variant -> variant.files().stream())
                .filter(file -> isNeeded(file) && files.contains(file) && isOtherHere(repo, file))
                .collect(Collectors.toSet());
        emptied.addAll(beside);
        return emptied;
    }

    private boolean isOtherHere(RepoId repo, RepoFile file) {
        try {
            return library.files().compare(repo, file) == FileMatch.DIFFERENT;
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + repo.id() + " cannot be looked at", unreadable);
        }
    }

    private static boolean isNeeded(RepoFile file) {
        return isNeeded(file.path(), file.sizeBytes());
    }

    /** Whether what comes with a file is of no use without it. */
    public static boolean isNeeded(String path, long sizeBytes) {
        return WeightFiles.isWeight(path, sizeBytes) || WeightFiles.isProjector(path);
    }

    private static PlanException refusal(String path, CodedText objection, boolean needed) {
        return new PlanException(
                PlanException.Kind.UNSAFE_NAME,
                "The file \"" + UntrustedText.name(path) + "\" is refused: " + objection.detail()
                        + ". Nothing was fetched"
                        + (needed
                                ? ", as the model is of no use without it; choose another variant, or exclude this"
                                        + " file."
                                : "; nothing that was chosen can be here under its name."),
                Parameters.of("path", UntrustedText.name(path)));
    }
}
