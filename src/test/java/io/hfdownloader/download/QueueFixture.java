package io.hfdownloader.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.hfdownloader.download.plan.PlanItem;
import io.hfdownloader.download.room.NoRoomException;
import io.hfdownloader.download.room.Room;
import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.RepoLease;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.progress.Meter;
import io.hfdownloader.variant.Selection;

/** What a queue needs, in the hands of a test: a disk that writes when it is told to, work that ends when it is told to. */
final class QueueFixture {

    static final String FILE = "model.safetensors";
    static final long FILE_BYTES = 1_000;

    private QueueFixture() {}

    static DownloadRequest request(String repo) {
        return request(repo, Selection.all());
    }

    static DownloadRequest request(String repo, Selection selection) {
        return new DownloadRequest(RepoId.model(repo), "main", selection, false);
    }

    /** How large the disk is for {@link #room}. */
    static final long DISK_BYTES = 1_000_000;

    /** A disk with so much room for a download that needs so much. */
    static Room room(long neededBytes, long freeBytes) {
        try {
            return new Room("acme/large", Volume.of(Path.of("/")), "", DISK_BYTES, freeBytes, 0, 0, neededBytes);
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
    }

    /** A run that finds no room. */
    static NoRoomException noRoom(long neededBytes, long freeBytes) {
        return new NoRoomException(room(neededBytes, freeBytes));
    }

    /** One file, of which nothing is here. */
    static Plan plan(RepoId repo) {
        RepoFile file = new RepoFile(FILE, FILE_BYTES, "e".repeat(64), "b".repeat(40), null);
        return new Plan(
                null,
                new RepoTree(repo, "c".repeat(40), List.of(file)),
                List.of(new PlanItem(file, 0, false)),
                List.of(),
                DownloadView.LeftOut.NONE,
                false,
                null);
    }

    /** A clock that goes on by a millisecond each time somebody looks. */
    static final class Ticking extends Clock {

        private final AtomicLong millis =
                new AtomicLong(Instant.parse("2026-11-01T12:00:00Z").toEpochMilli());

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A disk that keeps the order of what it is asked. Writes at once, unless it is told to wait for the test. */
    static final class Disk implements DownloadQueue.Store {

        private final Map<UUID, DownloadRecord> files = new LinkedHashMap<>();
        private final Deque<Write> waiting = new ArrayDeque<>();
        private boolean slow;

        private record Write(UUID id, Optional<DownloadRecord> record, CompletableFuture<Void> done) {}

        /** From now on each write waits for {@link #writeNext} or {@link #failNext}. */
        synchronized Disk slow() {
            slow = true;
            return this;
        }

        @Override
        public CompletionStage<Void> save(DownloadRecord record) {
            return ask(new Write(record.id(), Optional.of(record), new CompletableFuture<>()));
        }

        @Override
        public CompletionStage<Void> delete(UUID id) {
            return ask(new Write(id, Optional.empty(), new CompletableFuture<>()));
        }

        private CompletionStage<Void> ask(Write write) {
            boolean now;
            synchronized (this) {
                waiting.addLast(write);
                now = !slow;
            }
            if (now) {
                writeNext();
            }
            return write.done();
        }

        synchronized int waiting() {
            return waiting.size();
        }

        /** What a process that starts now would find. */
        synchronized List<DownloadRecord> content() {
            return List.copyOf(files.values());
        }

        synchronized Optional<DownloadRecord> content(UUID id) {
            return Optional.ofNullable(files.get(id));
        }

        /** False when there was nothing to write. */
        boolean writeNext() {
            Write write;
            synchronized (this) {
                write = waiting.pollFirst();
                if (write == null) {
                    return false;
                }
                write.record().ifPresentOrElse(record -> files.put(write.id(), record), () -> files.remove(write.id()));
            }
            write.done().complete(null);
            return true;
        }

        boolean failNext() {
            Write write;
            synchronized (this) {
                write = waiting.pollFirst();
            }
            if (write == null) {
                return false;
            }
            write.done().completeExceptionally(new UncheckedIOException(new IOException("No space left on device")));
            return true;
        }

        void writeAll() {
            boolean more = true;
            while (more) {
                more = writeNext();
            }
        }

        /** The process is gone; what was not written never will be. */
        synchronized void crash() {
            waiting.clear();
        }
    }

    /** Work of which the test tells how it goes on. Records at once when more is at work than may be. */
    static final class Work implements DownloadQueue.Runner {

        private final int mostAtOnce;
        private final Map<UUID, Meter> meters = new HashMap<>();
        private final Map<RepoId, Integer> leases = new HashMap<>();
        private final Set<RepoId> deleting = new HashSet<>();
        private final List<Job> jobs = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();
        private final List<UUID> forgotten = new ArrayList<>();
        private int live;
        private boolean failAtOnce;

        Work(int mostAtOnce) {
            this.mostAtOnce = mostAtOnce;
        }

        /** One run, as the test drives it. */
        final class Job implements Download.RunningJob {

            private final DownloadQueue.Run run;
            private final CompletableFuture<Void> closed = new CompletableFuture<>();
            private final AtomicBoolean stopped = new AtomicBoolean();
            private volatile boolean swapping;

            private Job(DownloadQueue.Run run) {
                this.run = run;
            }

            DownloadQueue.Run run() {
                return run;
            }

            UUID id() {
                return run.record().id();
            }

            boolean isStopped() {
                return stopped.get();
            }

            /** From now on its new files take the places of old ones, or not any more. */
            void swapping(boolean now) {
                swapping = now;
            }

            @Override
            public boolean mayStop() {
                return !swapping;
            }

            boolean isClosed() {
                return closed.isDone();
            }

            void resolve() {
                run.resolved(plan(run.record().repoId()));
            }

            /** By the list of its files, which is one thing or the other while somebody else resolves it anew. */
            void receive(long bytes) {
                run.meter().files().forEach(file -> file.received(bytes));
            }

            /** The files are closed; to be told after it was stopped, or has ended. */
            void close() {
                closed.complete(null);
            }

            @Override
            public void stop() {
                synchronized (Work.this) {
                    if (!stopped.getAndSet(true)) {
                        live--;
                    }
                }
            }

            @Override
            public CompletionStage<Void> stopped() {
                return closed;
            }
        }

        synchronized List<Job> jobs() {
            return List.copyOf(jobs);
        }

        /** The last run of a download. */
        Job of(UUID download) {
            return jobs().stream()
                    .filter(job -> job.id().equals(download))
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }

        /** Forgets runs that are over, the oldest first; a few are kept for a late word. */
        synchronized void dropAllClosedBut(int most) {
            while (jobs.size() > most) {
                int oldest = IntStream.range(0, jobs.size())
                        .filter(i -> jobs.get(i).isStopped() && jobs.get(i).isClosed())
                        .findFirst()
                        .orElse(-1);
                if (oldest < 0) {
                    return;
                }
                jobs.remove(oldest);
            }
        }

        synchronized int live() {
            return live;
        }

        synchronized List<String> wrong() {
            return List.copyOf(wrong);
        }

        synchronized List<UUID> forgotten() {
            return List.copyOf(forgotten);
        }

        synchronized int leases(RepoId repo) {
            return leases.getOrDefault(repo, 0);
        }

        synchronized int leases() {
            return leases.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** While a repo is deleted, nobody may begin to work there. */
        synchronized void deleting(RepoId repo, boolean now) {
            if (now) {
                deleting.add(repo);
            } else {
                deleting.remove(repo);
            }
        }

        @Override
        public synchronized RepoLease lease(RepoId repo) {
            if (deleting.contains(repo)) {
                throw new DownloadException(
                        DownloadException.Kind.WRONG_STATE, repo.id() + " is being deleted.", Parameters.NONE);
            }
            leases.merge(repo, 1, Integer::sum);
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                synchronized (this) {
                    if (open.getAndSet(false)) {
                        leases.merge(repo, -1, Integer::sum);
                    }
                }
            };
        }

        @Override
        public synchronized Meter meter(UUID download) {
            return meters.computeIfAbsent(download, id -> new Meter());
        }

        @Override
        public synchronized Download.RunningJob start(DownloadQueue.Run run) {
            Job job = new Job(run);
            boolean alone = jobs.stream()
                    .filter(other -> other.id().equals(job.id()))
                    .allMatch(other -> other.isClosed()
                            || !run.before().toCompletableFuture().isDone());
            if (!alone) {
                wrong.add("A run of " + job.id() + " does not wait for the files of the one before");
            }
            if (++live > mostAtOnce) {
                wrong.add(live + " downloads are at work");
            }
            jobs.add(job);
            if (failAtOnce) {
                job.stop();
                job.close();
                run.finished(new HubException(HubException.Kind.GATED, "Accept the licence first."));
            }
            return job;
        }

        /** From now on each run ends before it is known to have started. */
        void failAtOnce(boolean now) {
            failAtOnce = now;
        }

        @Override
        public synchronized void ended(DownloadRecord record) {
            meters.remove(record.id());
        }

        @Override
        public CompletionStage<Void> removeIfEmpty(DownloadRecord record) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public synchronized CompletionStage<Void> discardPartials(Download gone, Supplier<List<Download>> others) {
            forgotten.add(gone.id());
            if (others.get().contains(gone)) {
                wrong.add("A forgotten download is still in the list");
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
