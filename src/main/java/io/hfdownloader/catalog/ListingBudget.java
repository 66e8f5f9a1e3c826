package io.hfdownloader.catalog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.hub.FileTable;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoInfo;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * How many files may be listed and planned at a time, in all requests together, so that they fit into the memory. An ordinary
 * repo passes; a large one waits for its turn, and the largest is refused with a sentence. For any thread; never blocks.
 */
@ApplicationScoped
public class ListingBudget {

    /** One file while it is listed, sorted, planned and answered: with less, three plans of 100,000 files ended the process. */
    private static final int FILE_BYTES = 700;

    /** One file of a repo that has all of the memory; more are refused. While 300,000 are planned in 128 MB, at most 73 MB are alive. */
    static final int MIN_FILE_BYTES = 280;

    /** Fewer files than this never wait: many such repos do no harm. */
    static final int FREE_FILES = 3_000;

    /** What a repo counts for whose files the Hub does not name before it lists them: this part of all. */
    private static final int UNNAMED_PART = 8;

    /** Longer paths count for more. */
    private static final int USUAL_PATH_CHARS = 100;

    private static final int MAX_WAITING = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HubClient hub;
    private final int files;
    private final int maxFiles;
    private final int maxWaiting;
    private final Duration patience;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int taken;

    @Inject
    public ListingBudget(HubClient hub) {
        this(hub, filesIn(FILE_BYTES), filesIn(MIN_FILE_BYTES), MAX_WAITING, PATIENCE);
    }

    /**
     * @param files how many there may be at a time
     * @param maxFiles how many one repo may have, which counts for all that there may be at most
     */
    public ListingBudget(HubClient hub, int files, int maxFiles, int maxWaiting, Duration patience) {
        this.hub = hub;
        this.files = files;
        this.maxFiles = maxFiles;
        this.maxWaiting = maxWaiting;
        this.patience = patience;
    }

    private static int filesIn(int fileBytes) {
        return FileTable.filesIn(Runtime.getRuntime().maxMemory(), fileBytes);
    }

    /** There is none for this listing: not now, or never. */
    public static final class NoRoomException extends ProblemException {

        private final boolean passing;

        NoRoomException(boolean passing, String sentence, Parameters parameters) {
            super(ProblemType.TOO_MANY_FILES, sentence, null, parameters);
            this.passing = passing;
        }

        /** Whether there may be room later. */
        public boolean isPassing() {
            return passing;
        }
    }

    /**
     * What a request wants room for.
     *
     * @param files how many
     * @param weight as how many of ordinary paths they count
     * @param listed whether they are in memory already, as more came than were named
     */
    private record Wanted(RepoId repo, int files, int weight, boolean listed) {}

    private record Waiting(Permit permit, int files, boolean listed, UniEmitter<? super Permit> told) {}

    /** Of one request; holds nothing yet, and is to be closed when the request has its answer. */
    public Permit permit() {
        return new Permit();
    }

    /** What one request may list. Several threads may close it. */
    public final class Permit implements AutoCloseable {

        private int held;
        private boolean closed;

        private Permit() {}

        /**
         * Waits until there is room for the files that the Hub names of this commit, in the order of those who wait. Fails with a
         * sentence where there never is, or not in time. The item arrives on a worker.
         */
        public Uni<RepoInfo> room(RepoInfo info) {
            return room(info.repo(), info.commit(), 0).replaceWith(info);
        }

        /** As {@link #room(RepoInfo)}, for a commit of which so many files are known, perhaps none. */
        public Uni<Void> room(RepoId repo, String commit, int known) {
            int told = Math.max(known, hub.namedFiles(repo, commit).orElse(0));
            int named = told == 0 ? files / UNNAMED_PART : told; // of large repos the Hub names none at times
            return wait(new Wanted(repo, named, weight(named, hub.namedChars(repo, commit)), false));
        }

        /** The same for files that were listed: the Hub may have named fewer or more, or none. Before those who have nothing yet. */
        public Uni<RepoTree> room(RepoTree tree) {
            int listed = tree.files().size();
            boolean asNamed = hub.namedFiles(tree.repo(), tree.commit()).orElse(0) == listed;
            long chars = asNamed || listed <= FREE_FILES
                    ? hub.namedChars(tree.repo(), tree.commit())
                    : tree.files().stream()
                            .mapToLong(file -> file.path().length())
                            .sum();
            int weight = weight(listed, chars);
            keep(this, weight);
            return wait(new Wanted(tree.repo(), listed, weight, true)).replaceWith(tree);
        }

        private Uni<Void> wait(Wanted wanted) {
            return Uni.createFrom()
                    .<Permit>emitter(emitter -> take(this, wanted, emitter))
                    .ifNoItem()
                    .after(patience)
                    .on(WaitTimers.shared())
                    .failWith(() -> busy(wanted))
                    .onTermination()
                    .invoke((item, failure, cancelled) -> {
                        if (item == null) {
                            forget(this);
                        }
                    })
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .replaceWithVoid();
        }

        /** Gives back what it holds; what it is granted from now on as well. */
        @Override
        public void close() {
            released(this);
        }
    }

    /** As how many files of ordinary paths they count. */
    static int weight(int named, long chars) {
        long beyond = Math.max(0, chars - (long) named * USUAL_PATH_CHARS);
        return (int) Math.min(Integer.MAX_VALUE, named + beyond / FileTable.CHARS_LIKE_A_FILE);
    }

    private synchronized void take(Permit permit, Wanted wanted, UniEmitter<? super Permit> emitter) {
        int more = wanted.weight() <= FREE_FILES ? 0 : Math.min(wanted.weight(), files) - permit.held;
        if (wanted.weight() > maxFiles) {
            emitter.fail(tooLarge(wanted));
        } else if (more <= 0 || permit.closed) {
            emitter.complete(permit);
        } else if (waiting.size() >= maxWaiting
                || wanted.listed() && waiting.stream().anyMatch(Waiting::listed)) {
            emitter.fail(busy(wanted)); // two of those that hold room and want more would wait for each other
        } else {
            Waiting last = new Waiting(permit, more, wanted.listed(), emitter);
            if (wanted.listed()) {
                waiting.addFirst(last);
            } else {
                waiting.add(last);
            }
            grant();
        }
    }

    /** Gives back what it does not need. */
    private synchronized void keep(Permit permit, int weight) {
        int surplus = permit.held - (weight <= FREE_FILES ? 0 : weight);
        if (surplus > 0) {
            permit.held -= surplus;
            taken -= surplus;
            grant();
        }
    }

    private synchronized void released(Permit permit) {
        permit.closed = true;
        forget(permit);
        taken -= permit.held;
        permit.held = 0;
        grant();
    }

    private synchronized void forget(Permit permit) {
        if (waiting.removeIf(each -> each.permit() == permit)) {
            grant();
        }
    }

    /** In order: who wants much is not overtaken for ever by those who want little. */
    private void grant() {
        for (Waiting next = waiting.peek(); next != null && taken + next.files() <= files; next = waiting.peek()) {
            waiting.remove();
            taken += next.files();
            next.permit().held += next.files();
            next.told().complete(next.permit());
        }
    }

    /** Whether somebody waits for room now. */
    public synchronized boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Files that are listed and planned now. */
    public synchronized int taken() {
        return taken;
    }

    private static NoRoomException busy(Wanted wanted) {
        return new NoRoomException(
                true,
                text(wanted.files()) + " files of " + wanted.repo().id()
                        + " do not fit into this server's memory beside the other large repositories that are looked at"
                        + " now. Try again in a minute, or start the server with more memory (-Xmx).",
                Parameters.of("repo", wanted.repo().id()).and("reason", "busy"));
    }

    private NoRoomException tooLarge(Wanted wanted) {
        String asMany = wanted.weight() > wanted.files()
                ? " whose paths are so long that they take the memory of " + text(wanted.weight()) + " ordinary ones"
                : "";
        return new NoRoomException(
                false,
                wanted.repo().id() + " has " + text(wanted.files()) + " files" + asMany
                        + ", and this server's memory has room for " + text(maxFiles)
                        + " at a time. Start it with more memory (-Xmx).",
                Parameters.of("repo", wanted.repo().id())
                        .and("files", text(wanted.files()))
                        .and("room", text(maxFiles))
                        .and("reason", "too-many"));
    }

    private static String text(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
