package io.hfdownloader.download.plan;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.catalog.CommitHistory;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.StoredCopy;
import io.hfdownloader.library.layout.RepoLayout;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.engine.TransferEngine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells what an update with a plan would change, and how much of what it brings is here already. Never blocks, writes nothing. */
public final class UpdateComparison {

    private static final Logger LOG = Logger.getLogger(UpdateComparison.class);

    /** Of the storage's API, for one comparison: some 8 GB of changed weights are looked through. */
    private static final int MAX_REQUESTS = 96;

    private static final int MAX_FILES_LOOKED_INTO = 64;

    /** Whoever asks waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final ModelLibrary library;
    private final CommitHistory history;
    private final TransferEngine engine;

    public UpdateComparison(ModelLibrary library, CommitHistory history, TransferEngine engine) {
        this.library = library;
        this.history = history;
        this.engine = engine;
    }

    /**
     * What is to be compared.
     *
     * @param tree the commit that would be here then
     * @param items the files that the update is about
     * @param from the commit that is here, or null
     * @param revision that is followed
     * @param namedTwice whether the listing is known to be whole
     * @param hold whether updates of the model are told, in the API's words
     * @param space room on the disk for it
     */
    public record Update(
            RepoTree tree,
            List<PlanItem> items,
            @Nullable String from,
            String revision,
            boolean namedTwice,
            String hold,
            UpdateView.Space space) {

        public Update {
            items = List.copyOf(items);
        }
    }

    /** Fails with a {@link DiskException} where the folder cannot be looked at. */
    public Uni<UpdateView> compare(Update update) {
        RepoTree tree = update.tree();
        return Uni.createFrom()
                .item(() -> FileChanges.of(library, tree, update.items(), update.from(), update.namedTwice()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(changes -> Uni.combine()
                        .all()
                        .unis(history.between(tree.repo(), update.from(), tree.commit()), reuse(tree, changes))
                        .asTuple()
                        .map(told -> view(update, changes, told.getItem1(), told.getItem2())));
    }

    private static UpdateView view(Update update, FileChanges changes, CommitHistory.Between between, Reuse reuse) {
        RepoTree tree = update.tree();
        return new UpdateView(
                UpdateView.Source.of(tree.repo(), update.revision(), update.from(), tree.commit(), update.hold()),
                UpdateView.History.of(between),
                UpdateView.Files.of(changes),
                new UpdateView.Bytes(changes.bytesToFetch(), reuse.bytes(), reuse.known(), changes.bytesToCheck()),
                update.space());
    }

    /**
     * What need not come over the network.
     *
     * @param known whether it was found out of all files
     */
    private record Reuse(long bytes, boolean known) {}

    /** The largest files first; what could not be found out counts as nothing. */
    private Uni<Reuse> reuse(RepoTree tree, FileChanges changes) {
        List<PlanItem> candidates = changes.toFetch().stream()
                .filter(item -> item.file().xetHash() != null
                        && item.localBytes() < item.file().sizeBytes() / 2) // else nothing is looked for
                .sorted(Comparator.comparingLong(PlanItem::missingBytes).reversed())
                .toList();
        if (candidates.isEmpty()) {
            return Uni.createFrom().item(new Reuse(0, true));
        }
        Gathered gathered = new Gathered(candidates.size());
        AtomicInteger requests = new AtomicInteger(MAX_REQUESTS);
        return Uni.createFrom()
                .item(() -> copies(tree))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(copies -> Multi.createFrom()
                        .iterable(candidates.subList(0, Math.min(MAX_FILES_LOOKED_INTO, candidates.size())))
                        .onItem()
                        .transformToUniAndConcatenate(item -> reusable(tree, copies, item, requests)
                                .invoke(bytes -> gathered.add(Math.min(bytes, item.missingBytes())))
                                .onFailure()
                                .invoke(unknown -> LOG.debugf(
                                        "What of %s is here is not known: %s",
                                        item.file().path(), unknown))
                                .onFailure()
                                .recoverWithNull())
                        .onItem()
                        .ignoreAsUni())
                .ifNoItem()
                .after(PATIENCE)
                .on(WaitTimers.shared())
                .recoverWithUni(Uni.createFrom().voidItem())
                .map(done -> gathered.reuse());
    }

    private Uni<Long> reusable(RepoTree tree, List<StoredCopy> copies, PlanItem item, AtomicInteger requests) {
        RepoLayout layout = library.layout().of(tree.repo());
        TransferRequest request = TransferRequest.of(
                        tree, item.file(), layout.rootFolder(), layout::partialFile, layout::rangeJournal)
                .withCopies(LikelyCopies.of(copies, item.file()));
        return engine.reusable(request, requests);
    }

    /** Blocks. */
    private List<StoredCopy> copies(RepoTree tree) {
        try {
            return library.files().storedCopies(tree.repo());
        } catch (IOException unreadable) {
            throw DiskException.of("The folder of " + tree.repo().id() + " cannot be looked at", unreadable);
        }
    }

    /** What is found out of one file after the other. */
    private static final class Gathered {

        private final int wanted;
        private final AtomicInteger found = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        Gathered(int wanted) {
            this.wanted = wanted;
        }

        void add(long more) {
            bytes.addAndGet(more);
            found.incrementAndGet();
        }

        Reuse reuse() {
            return new Reuse(bytes.get(), found.get() == wanted);
        }
    }
}
