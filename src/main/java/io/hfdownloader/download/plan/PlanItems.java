package io.hfdownloader.download.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.text.ByteText;
import io.hfdownloader.text.UntrustedText;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.engine.TransferEngine;

/** Looks what is on the disk of the files of a plan, and whether it can take the rest. */
public final class PlanItems {

    private final ModelLibrary library;

    public PlanItems(ModelLibrary library) {
        this.library = library;
    }

    /**
     * Each file with what is here of it. Refuses names that must not be written, and files that the disk cannot take. Blocks.
     */
    public List<PlanItem> of(RepoTree tree, List<RepoFile> files) {
        boolean hasFolder = hasFolder(tree.repo());
        List<PlanItem> items = files.stream()
                .map(file -> hasFolder ? item(tree, file) : new PlanItem(file, 0, false))
                .toList();
        refuseTooLarge(tree.repo(), items);
        library.layout().of(tree.repo()).requireRoot(); // what was not found may have gone away in the midst of it
        return items;
    }

    /** Where there is none, nothing of it is here, and no file need be looked for. Blocks. */
    private boolean hasFolder(RepoId repo) {
        try {
            return Files.exists(library.layout().repoFolder(repo), LinkOption.NOFOLLOW_LINKS);
        } catch (LibraryException refused) {
            return true; // as each of its files is told
        }
    }

    /** Before the first byte, not at the last that the disk takes. Blocks. */
    private void refuseTooLarge(RepoId repo, List<PlanItem> items) {
        try {
            Optional<Volume.FileLimit> limit =
                    Volume.of(library.layout().downloadFolder(repo)).fileLimit();
            Optional<RepoFile> tooLarge = limit.flatMap(most -> items.stream()
                    .filter(item -> item.missingBytes() > 0 && item.file().sizeBytes() > most.bytes())
                    .map(PlanItem::file)
                    .findFirst());
            if (tooLarge.isPresent()) {
                throw new PlanException(
                        PlanException.Kind.FILE_TOO_LARGE,
                        "\"" + UntrustedText.name(tooLarge.get().path()) + "\" has "
                                + ByteText.of(tooLarge.get().sizeBytes()) + ", and "
                                + limit.get().because() + " takes no file above "
                                + ByteText.of(limit.get().bytes())
                                + ". Nothing was fetched; exclude it or choose a variant in smaller parts, or put the"
                                + " models directory on a disk that takes larger files.",
                        Parameters.of("path", UntrustedText.name(tooLarge.get().path()))
                                .and("sizeBytes", tooLarge.get().sizeBytes())
                                .and("limitBytes", limit.get().bytes()));
            }
        } catch (IOException unreadable) {
            throw DiskException.of("What is here of " + repo.id() + " cannot be looked at", unreadable);
        }
    }

    /** Refuses hostile names; sees what of the file is here. Blocks. */
    private PlanItem item(RepoTree tree, RepoFile file) {
        RepoId repo = tree.repo();
        try {
            RepoLayout layout = library.layout().of(repo);
            TransferRequest transfer =
                    TransferRequest.of(tree, file, layout.rootFolder(), layout::partialFile, layout::rangeJournal);
            return switch (library.files().compare(repo, file)) {
                case SAME_VERIFIED -> new PlanItem(file, file.sizeBytes(), true);
                case SAME_UNCHECKED -> new PlanItem(file, file.sizeBytes(), false);
                case MISSING, DIFFERENT -> new PlanItem(file, TransferEngine.bytesKept(transfer), false);
            };
        } catch (LibraryException refused) {
            throw new PlanException(
                    PlanException.Kind.UNSAFE_NAME,
                    refused.getMessage() + " Nothing was fetched; exclude this file to get the others.",
                    refused.parameters());
        } catch (IOException unreadable) {
            throw DiskException.of("What is here of " + repo.id() + " cannot be looked at", unreadable);
        }
    }
}
