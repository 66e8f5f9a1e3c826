package io.hfdownloader.download;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.variant.Selection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users, work, disk and crashes in any order, as a seed says; {@code -Dwalk.seed=7} walks one alone. Whatever comes, each
 * download is in exactly one place, no more are at work than may be and no fewer, the order is kept, and a restart knows
 * what anybody has been told.
 */
@Tag("fast")
class DownloadQueueWalkTest {

    private static final Logger LOG = Logger.getLogger(DownloadQueue.class.getName());
    private static final int WALKS = 4;
    private static final int STEPS = 15_000;
    private static final int STEPS_TOGETHER = 100_000;
    private static final int THREADS = 4;
    private static final int ROUNDS = 20;

    @BeforeAll
    static void refusalsOfTheDiskAreNoNews() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void theyAreAgain() {
        LOG.setLevel(null);
    }

    static LongStream seeds() {
        Long one = Long.getLong("walk.seed");
        return one == null ? LongStream.rangeClosed(1, WALKS) : LongStream.of(one);
    }

    // --- one step after the other, all of them by the seed -----------------------------------------------------

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingHoldsAfterEachStep(long seed) {
        Walk walk = new Walk(seed);
        walk.disk.slow();
        for (int step = 0; step < STEPS; step++) {
            try {
                walk.step();
                walk.check();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("Seed " + seed + ", step " + step + ", after " + walk.last, broken);
            }
        }
    }

    // --- several threads at once; what each of them does is by the seed ----------------------------------------

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 5)
    void everythingHoldsWhenSeveralActAtOnce(long seed) throws Exception {
        Walk walk = new Walk(Long.getLong("walk.seed", seed));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Callable<Void>> actors = new ArrayList<>();
                for (int actor = 0; actor < THREADS; actor++) {
                    actors.add(walk.actor(
                            new Random(seed * 1_000_003 + round * THREADS + actor), STEPS_TOGETHER / ROUNDS / THREADS));
                }
                for (Future<Void> acted : threads.invokeAll(actors)) {
                    assertThat(acted.get()).isNull();
                }
                try {
                    walk.checkAtRest();
                    walk.restart(true);
                    walk.check();
                } catch (AssertionError broken) {
                    throw new AssertionError("Seed " + seed + ", round " + round, broken);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A server with its disk and its users. */
    private static final class Walk {

        private static final List<RepoId> REPOS = IntStream.range(0, 6)
                .mapToObj(i -> RepoId.model("acme/model-" + i))
                .toList();
        private static final int MANY = 16;

        final Deque<String> last = new ArrayDeque<>();
        final QueueFixture.Disk disk = new QueueFixture.Disk();
        private final QueueFixture.Ticking clock = new QueueFixture.Ticking();
        private final Random random;
        private final int places;
        private final Map<UUID, Optional<DownloadRecord>> told = new HashMap<>();
        private final Set<UUID> mayBeGone = new HashSet<>();
        private volatile QueueFixture.Work work;
        private volatile DownloadQueue queue;
        private List<UUID> order = List.of();
        private Optional<UUID> moved = Optional.empty();
        private boolean refused;
        private Optional<RepoId> deleting = Optional.empty();

        Walk(long seed) {
            this.random = new Random(seed);
            this.places = 1 + random.nextInt(3);
            this.work = new QueueFixture.Work(places);
            this.queue = new DownloadQueue(places, clock, disk, work);
        }

        // --- steps -------------------------------------------------------------------------------------------------

        void step() {
            moved = Optional.empty();
            int die = random.nextInt(1_000);
            if (die < 560) {
                act(random);
            } else if (die < 760) {
                work(random);
            } else if (die < 940) {
                note("the disk writes");
                IntStream.range(0, 1 + random.nextInt(4)).forEach(i -> disk.writeNext());
            } else if (die < 955) {
                note("the disk refuses");
                refused |= disk.failNext();
                told.clear(); // what is on the disk is older than what was told, until it is written again
            } else if (die < 985) {
                delete();
            } else if (die < 990) {
                disk.writeAll();
            } else {
                restart(die < 995);
            }
        }

        Callable<Void> actor(Random own, int steps) {
            return () -> {
                for (int step = 0; step < steps; step++) {
                    if (own.nextInt(3) > 0) {
                        act(own);
                    } else {
                        work(own);
                    }
                }
                return null;
            };
        }

        private void act(Random dice) {
            queue.withoutRoom().stream()
                    .skip(dice.nextInt(3))
                    .findFirst()
                    .ifPresent(download -> download.shortage()
                            .ifPresent(before ->
                                    queue.roomNow(download, before, QueueFixture.room(1_000, dice.nextInt(3) * 500))));
            List<Download> all = queue.newestFirst();
            int die = dice.nextInt(all.size() < MANY ? 14 : 10);
            if (die >= 10 || all.isEmpty()) {
                start(dice);
                return;
            }
            UUID id = all.get(dice.nextInt(all.size())).id();
            try {
                switch (die) {
                    case 0 -> changed("pauses", queue.pause(id));
                    case 1, 2 -> changed("resumes", queue.resume(id));
                    case 3, 4 -> changed("cancels", queue.cancel(id));
                    case 5, 6 -> changed("retries", queue.retry(id));
                    case 7 -> {
                        moved = Optional.of(id);
                        changed("moves", queue.move(id, dice.nextInt(6)));
                    }
                    default -> forget(id);
                }
            } catch (DownloadException refused) {
                note("is refused " + refused.getMessage());
            }
        }

        private void start(Random dice) {
            RepoId repo = REPOS.get(dice.nextInt(REPOS.size()));
            Selection selection =
                    dice.nextBoolean() ? Selection.all() : Selection.ofPattern("Q" + dice.nextInt(8) + "_K");
            Optional<Plan> plan = dice.nextBoolean() ? Optional.of(QueueFixture.plan(repo)) : Optional.empty();
            try {
                note("asks for " + repo);
                var admitted = queue.start(QueueFixture.request(repo.id(), selection), plan)
                        .thenAccept(taken -> tell(
                                CompletableFuture.completedFuture(null),
                                taken.download().id(),
                                Optional.empty()));
            } catch (DownloadException refused) {
                note("is refused " + refused.getMessage());
            }
        }

        private void changed(String what, DownloadQueue.Changed change) {
            note(what + " " + change.download().id());
            tell(
                    change.saved(),
                    change.download().id(),
                    Optional.of(change.download().record()));
        }

        /** What somebody has been told of a download, a restart has to know, unless it has gone on since. */
        private void tell(CompletionStage<Void> saved, UUID id, Optional<DownloadRecord> record) {
            var telling = saved.thenRun(() -> {
                synchronized (told) {
                    if (queue.find(id).isPresent()) { // else its request has failed, and is told so
                        told.put(id, record);
                    }
                }
            });
        }

        private void forget(UUID id) {
            var gone = queue.forget(id).discarded();
            note("forgets " + id);
            synchronized (told) {
                told.remove(id);
                mayBeGone.add(id);
            }
        }

        /** Something of any run that there was: late words are told, too. */
        private void work(Random dice) {
            List<QueueFixture.Work.Job> jobs = work.jobs();
            if (jobs.isEmpty()) {
                return;
            }
            QueueFixture.Work.Job job = jobs.get(dice.nextInt(jobs.size()));
            boolean mayWork = job.run().before().toCompletableFuture().isDone();
            int die = dice.nextInt(13);
            note("work " + die + " of " + job.id());
            if (die < 4 && job.isStopped()) {
                job.close();
            } else if (die < 6 && mayWork) {
                resolve(job);
            } else if (die < 7 && mayWork && !job.run().meter().files().isEmpty()) {
                job.receive(1 + dice.nextInt(50));
            } else if (die < 8) {
                job.run().waiting(dice.nextBoolean() ? null : new Waiting("The Hub is silent", "hub-unavailable"));
            } else if (die < 9) {
                job.run().waitingForSpace(new Waiting("The disk is full", "disk-full"));
            } else if (die < 10) {
                var saved = queue.saveCounts();
            } else if (die < 11 && mayWork) {
                job.run().finished(QueueFixture.noRoom(1_000, 400));
            } else if (mayWork) {
                job.run().finished(die == 11 ? null : new HubException(HubException.Kind.GATED, "Accept the licence."));
            }
            work.dropAllClosedBut(30);
        }

        private static void resolve(QueueFixture.Work.Job job) {
            try {
                job.resolve();
            } catch (DownloadException beingDeleted) {
                job.run().finished(beingDeleted);
            }
        }

        /** A repo is being deleted for a while, so that nobody may begin to work there. */
        private void delete() {
            if (deleting.isPresent()) {
                work.deleting(deleting.get(), false);
                deleting = Optional.empty();
            } else {
                deleting = Optional.of(REPOS.get(random.nextInt(REPOS.size())));
                work.deleting(deleting.get(), true);
            }
        }

        /** With a shutdown before it, or by a kill with whatever is on the disk at this moment. */
        void restart(boolean inOrder) {
            note(inOrder ? "the server is started anew" : "the server is killed");
            List<DownloadRecord> before =
                    queue.newestFirst().stream().map(Download::record).toList();
            boolean allWritten = inOrder && !refused;
            if (inOrder) {
                CompletionStage<Void> closed = queue.shutdown();
                work.jobs().forEach(QueueFixture.Work.Job::close);
                assertThat(closed).isCompleted();
                var saved = queue.saveCounts();
                disk.writeAll();
                assertThat(work.live()).isZero();
            }
            disk.crash();
            List<DownloadRecord> found = disk.content();
            knowsWhatWasTold(found);

            deleting = Optional.empty();
            work = new QueueFixture.Work(places);
            queue = new DownloadQueue(places, clock, disk, work);
            queue.restore(found, true);

            assertThat(queue.newestFirst())
                    .extracting(Download::id)
                    .containsExactlyInAnyOrderElementsOf(
                            found.stream().map(DownloadRecord::id).toList());
            List<UUID> taken = new ArrayList<>(
                    work.jobs().stream().map(QueueFixture.Work.Job::id).toList());
            taken.addAll(queue.queued().stream().map(Download::id).toList());
            assertThat(taken).isEqualTo(underWay(found));
            if (allWritten) {
                assertThat(taken).isEqualTo(underWay(before));
            }
            order = List.of();
            refused = false;
            told.clear();
            mayBeGone.clear();
        }

        private static List<UUID> underWay(List<DownloadRecord> records) {
            return records.stream()
                    .filter(record -> record.state() == DownloadState.QUEUED
                            || record.state().isActive())
                    .sorted(Comparator.comparingLong(DownloadRecord::order)
                            .thenComparing(DownloadRecord::createdAt)
                            .thenComparing(DownloadRecord::id))
                    .map(DownloadRecord::id)
                    .toList();
        }

        private void knowsWhatWasTold(List<DownloadRecord> found) {
            Map<UUID, DownloadRecord> known = new HashMap<>();
            found.forEach(record -> known.put(record.id(), record));
            told.forEach((id, record) -> {
                if (!mayBeGone.contains(id)) {
                    holds(known.containsKey(id), "what was told is known", id);
                    boolean stillSo = queue.find(id)
                            .filter(download -> record.filter(last -> last == download.record())
                                    .isPresent())
                            .isPresent();
                    if (stillSo) {
                        holds(
                                means(known.get(id)).equals(means(record.orElseThrow())),
                                "what was told is known",
                                known.get(id));
                    }
                }
            });
        }

        /** What a restart makes of a record: one that is at work waits for its turn again. */
        private static List<Object> means(DownloadRecord record) {
            return List.of(record.state().isActive() ? DownloadState.QUEUED : record.state(), record.order());
        }

        // --- what holds ----------------------------------------------------------------------------------------

        /** Between two steps of one thread. */
        void check() {
            List<UUID> now = inEachPlaceOnce();
            holds(both(now, order).equals(both(order, now)), "those that wait stay in order", List.of(order, now));
            order = now;
        }

        /** Those that waited and still wait, but for the one that was moved. */
        private List<UUID> both(List<UUID> all, List<UUID> kept) {
            Set<UUID> others = new HashSet<>(kept);
            moved.ifPresent(others::remove);
            return all.stream().filter(others::contains).toList();
        }

        /** When nobody acts any more. */
        void checkAtRest() {
            disk.writeAll();
            List<UUID> now = inEachPlaceOnce();
            assertThat(now)
                    .isEqualTo(underWay(
                            queue.queued().stream().map(Download::record).toList()));
            Set<DownloadRecord> onDisk = new HashSet<>(disk.content());
            Set<DownloadRecord> inMemory = new HashSet<>(
                    queue.newestFirst().stream().map(Download::record).toList());
            assertThat(List.of(without(onDisk, inMemory), without(inMemory, onDisk)))
                    .as("on the disk alone, and in memory alone")
                    .allMatch(Set::isEmpty);
            work.jobs().stream().filter(QueueFixture.Work.Job::isStopped).forEach(QueueFixture.Work.Job::close);
            long notEnded = queue.newestFirst().stream()
                    .filter(download -> !download.state().hasEnded())
                    .count();
            assertThat(work.leases()).as("folders in use").isEqualTo((int) notEnded);
        }

        private static Set<DownloadRecord> without(Set<DownloadRecord> all, Set<DownloadRecord> others) {
            Set<DownloadRecord> left = new HashSet<>(all);
            left.removeAll(others);
            return left;
        }

        private List<UUID> inEachPlaceOnce() {
            List<UUID> waiting = queue.queued().stream().map(Download::id).toList();
            Set<UUID> ids = new HashSet<>();
            Set<UUID> active = new HashSet<>();
            Set<UUID> queued = new HashSet<>();
            boolean somebodyCouldStart = false;
            for (Download download : queue.newestFirst()) {
                DownloadState state = download.state();
                if (state.isActive()) {
                    active.add(download.id());
                } else if (state == DownloadState.QUEUED) {
                    queued.add(download.id());
                    somebodyCouldStart |=
                            download.isSaved() && download.shortage().isEmpty();
                }
                holds(ids.add(download.id()), "in the list once", download);
                holds(
                        state.hasEnded() || work.leases(download.record().repoId()) > 0,
                        "its folder cannot be deleted",
                        download);
            }
            holds(waiting.size() == queued.size() && queued.containsAll(waiting), "the queue has each once", waiting);
            holds(active.size() <= places && active.size() == work.live(), "as many are at work as may be", active);
            holds(active.size() == places || !somebodyCouldStart, "nobody waits beside a free place", waiting);
            for (QueueFixture.Work.Job job : work.jobs()) {
                holds(job.isStopped() || active.contains(job.id()), "somebody owns the work", job.id());
            }
            holds(work.wrong().isEmpty(), "the work is asked for as it should be", work.wrong());
            return waiting;
        }

        /** Asked a hundred times in each of the steps, so it costs nothing while all is well. */
        private static void holds(boolean so, String rule, Object subject) {
            if (!so) {
                throw new AssertionError("It does not hold that " + rule + ": " + subject);
            }
        }

        private void note(String what) {
            synchronized (last) {
                last.addLast(what);
                if (last.size() > 20) {
                    last.removeFirst();
                }
            }
        }
    }
}
