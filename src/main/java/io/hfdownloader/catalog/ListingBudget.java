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
import io.hfdownloader.hub.RepoInfo;
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

    /** One file of a repo that has all of the memory; more are refused. One plan of 300,000 in 128 MB needs 62 MB; two in a row were not measured. */
    static final int MIN_FILE_BYTES = 420;

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
    ListingBudget(HubClient hub, int files, int maxFiles, int maxWaiting, Duration patience) {
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
    static final class NoRoomException extends ProblemException {

        NoRoomException(String sentence) {
            super(ProblemType.TOO_MANY_FILES, sentence);
        }
    }

    private record Waiting(Permit permit, int files, UniEmitter<? super Permit> told) {}

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
            int told = hub.namedFiles(info.repo(), info.commit()).orElse(0);
            int named = told == 0 ? files / UNNAMED_PART : told; // of large repos the Hub names none at times
            int weight = weight(named, hub.namedChars(info.repo(), info.commit()));
            return Uni.createFrom()
                    .<Permit>emitter(emitter -> take(this, info, named, weight, emitter))
                    .ifNoItem()
                    .after(patience)
                    .on(WaitTimers.shared())
                    .failWith(() -> busy(info, named))
                    .onTermination()
                    .invoke((item, failure, cancelled) -> {
                        if (item == null) {
                            forget(this);
                        }
                    })
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .replaceWith(info);
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

    private synchronized void take(
            Permit permit, RepoInfo info, int named, int weight, UniEmitter<? super Permit> emitter) {
        int wanted = weight <= FREE_FILES ? 0 : Math.min(weight, files) - permit.held;
        if (wanted <= 0 || permit.closed) {
            emitter.complete(permit);
        } else if (weight > maxFiles) {
            emitter.fail(new NoRoomException(tooLarge(info, named, weight)));
        } else if (waiting.size() >= maxWaiting) {
            emitter.fail(busy(info, named));
        } else {
            waiting.add(new Waiting(permit, wanted, emitter));
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

    /** Files that are listed and planned now. */
    synchronized int taken() {
        return taken;
    }

    private static NoRoomException busy(RepoInfo info, int named) {
        return new NoRoomException(text(named) + " files of " + info.repo().id()
                + " do not fit into this server's memory beside the other large repositories that are looked at"
                + " now. Try again in a minute, or start the server with more memory (-Xmx).");
    }

    private String tooLarge(RepoInfo info, int named, int weight) {
        String asMany = weight > named
                ? " whose paths are so long that they take the memory of " + text(weight) + " ordinary ones"
                : "";
        return info.repo().id() + " has " + text(named) + " files" + asMany
                + ", and this server's memory has room for " + text(maxFiles)
                + " at a time. Start it with more memory (-Xmx).";
    }

    private static String text(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
