package io.hfdownloader.task;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.hfdownloader.download.DownloadConfig;
import io.hfdownloader.download.Failure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that are no downloads, and every change of their states: a few are at work at a time, in the order in which they were
 * asked for. One lock guards all changes, and nobody does I/O under it. No method blocks but the observers; all are safe for any
 * thread.
 */
@ApplicationScoped
public class TaskQueue {

    private static final Logger LOG = Logger.getLogger(TaskQueue.class);
    private static final int MAX_ACTIVE = 2; // one that waits for a slow disk does not hold up all others
    private static final int MAX_UNFINISHED = 5_000;
    private static final int MAX_ENDED = 200;
    private static final int MAX_WORKERS = 8;

    private final TaskStore store;
    private final Map<TaskKind, TaskWork> works = new EnumMap<>(TaskKind.class);
    private final Map<UUID, Task> tasks = new LinkedHashMap<>();
    private final ExecutorService runs = pool("task", MAX_ACTIVE);
    private final ExecutorService workers;
    private final ExecutorService slowWorker =
            pool("task-slow", 1); // one with a limit sleeps much, and is to hold up nobody
    private final int parallel;
    private final int maxEnded;
    private final boolean resume;
    private boolean stopping;

    /** One in memory. */
    private static final class Task {
        private TaskRecord record;
        private int version;
        private @Nullable TaskRun run;
        private TaskMeter meter = new TaskMeter();

        Task(TaskRecord record) {
            this.record = record;
        }
    }

    /**
     * A request that was taken.
     *
     * @param task the task
     * @param created false when the same one was under way already
     */
    public record Accepted(TaskView task, boolean created) {}

    @Inject
    TaskQueue(TaskStore store, Instance<TaskWork> works, TaskConfig config, DownloadConfig downloads) {
        this(store, works.stream().toList(), config, MAX_ENDED, downloads.resumeQueue());
    }

    /**
     * @param maxEnded how many are kept that have ended
     * @param resume false where those of before are left alone, as by a command that downloads by itself
     */
    TaskQueue(TaskStore store, List<TaskWork> works, TaskConfig config, int maxEnded, boolean resume) {
        this.resume = resume;
        this.store = store;
        this.maxEnded = maxEnded;
        works.forEach(work -> this.works.put(work.kind(), work));
        this.parallel = config.maxActiveVerifications()
                .orElse(Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors()));
        this.workers = pool("task-worker", parallel);
    }

    /** Threads that end when there is nothing to do. */
    private static ExecutorService pool(String name, int threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), job -> {
                    Thread thread = new Thread(job, name);
                    thread.setDaemon(true);
                    thread.setPriority(Thread.MIN_PRIORITY);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    // --- the server starts and stops ---------------------------------------------------------------------------

    /** Blocks. Takes up what was under way when the server stopped. */
    void start(@Observes StartupEvent event) {
        restore();
    }

    /** Blocks. */
    void restore() {
        if (!resume) {
            return;
        }
        List<TaskRecord> kept = store.load();
        synchronized (tasks) {
            kept.stream()
                    .sorted(Comparator.comparing(TaskRecord::createdAt))
                    .forEach(record -> tasks.put(
                            record.id(),
                            new Task(
                                    record.state() == TaskState.RUNNING && !record.byDownload()
                                            ? record.at(TaskState.QUEUED, Instant.now())
                                            : record)));
            startNext();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        shutdown();
    }

    void shutdown() {
        synchronized (tasks) {
            stopping = true;
            tasks.values().stream().filter(task -> task.run != null).forEach(task -> {
                task.run.stop();
                save(task.record.counting(task.meter.done(), task.meter.total()));
            });
        }
    }

    @PreDestroy
    void close() {
        runs.shutdownNow();
        workers.shutdownNow();
        slowWorker.shutdownNow();
    }

    // --- asking for one ----------------------------------------------------------------------------------------

    /**
     * Puts a task at the end of the queue, unless the same one is under way.
     *
     * @throws TaskException when too many wait
     */
    public Accepted submit(TaskRequest request) {
        synchronized (tasks) {
            Optional<Task> same = underWay(request);
            if (same.isPresent()) {
                Task task = same.get();
                if (task.record.state() == TaskState.PAUSED) { // who asks for it wants it done
                    change(task, task.record.at(TaskState.QUEUED, Instant.now()));
                    startNext();
                }
                return new Accepted(view(task), false);
            }
            if (unfinished() >= MAX_UNFINISHED) {
                throw TaskException.tooMany(MAX_UNFINISHED);
            }
            Task task = add(TaskRecord.of(UUID.randomUUID(), request, false, Instant.now()));
            startNext();
            return new Accepted(view(task), true);
        }
    }

    /** Notes that a download does the work of a task. */
    public void recordDownload(UUID download, TaskRequest request) {
        synchronized (tasks) {
            if (!tasks.containsKey(download)) {
                Task task = add(TaskRecord.of(download, request, true, Instant.now()));
                change(
                        task,
                        task.record.at(TaskState.COMPLETED, Instant.now())); // what it stands for tells how it goes
                forgetOldest();
            }
        }
    }

    /** One that has ended before it began, as there was nothing to do. */
    public TaskView recordNothing(TaskRequest request, TaskResult result) {
        synchronized (tasks) {
            Instant now = Instant.now();
            TaskRecord record = TaskRecord.of(UUID.randomUUID(), request, false, now)
                    .at(TaskState.RUNNING, now)
                    .with(result, null)
                    .at(TaskState.COMPLETED, now);
            Task task = add(record);
            forgetOldest();
            return view(task);
        }
    }

    private Task add(TaskRecord record) {
        Task task = new Task(record);
        tasks.put(record.id(), task);
        save(record);
        return task;
    }

    private Optional<Task> underWay(TaskRequest request) {
        return tasks.values().stream()
                .filter(task -> !task.record.state().hasEnded() && !task.record.byDownload())
                .filter(task -> task.record.request().isSameAs(request))
                .findFirst();
    }

    private long unfinished() {
        return tasks.values().stream()
                .filter(task -> !task.record.state().hasEnded())
                .count();
    }

    /** Whether one that reads no faster than it may is not over; from memory. */
    public boolean hasThrottled() {
        synchronized (tasks) {
            return tasks.values().stream().anyMatch(TaskQueue::isThrottled);
        }
    }

    /** Ends those that read no faster than they may. */
    public void cancelThrottled() {
        synchronized (tasks) {
            List.copyOf(tasks.values()).stream()
                    .filter(TaskQueue::isThrottled)
                    .forEach(task -> end(task, TaskState.CANCELLED, null, null));
        }
    }

    private static boolean isThrottled(Task task) {
        return task.record.bytesPerSecond() > 0 && !task.record.state().hasEnded();
    }

    // --- looking -----------------------------------------------------------------------------------------------

    /** All that do their work themselves, newest first; from memory. */
    public List<TaskView> list() {
        synchronized (tasks) {
            List<TaskView> views = new ArrayList<>();
            tasks.values().stream().filter(task -> !task.record.byDownload()).forEach(task -> views.add(0, view(task)));
            return views;
        }
    }

    /** One of them; from memory. */
    public Optional<TaskView> find(UUID id) {
        synchronized (tasks) {
            return Optional.ofNullable(tasks.get(id))
                    .filter(task -> !task.record.byDownload())
                    .map(this::view);
        }
    }

    /** Ids of downloads that do the work of tasks; from memory. */
    public List<UUID> doneByDownloads() {
        synchronized (tasks) {
            return tasks.values().stream()
                    .filter(task -> task.record.byDownload())
                    .map(task -> task.record.id())
                    .toList();
        }
    }

    /** What a download does that was begun for a task; empty for one that is none but a download. From memory. */
    public Optional<TaskKind> kindOfDownload(UUID download) {
        synchronized (tasks) {
            return Optional.ofNullable(tasks.get(download)).map(task -> task.record.kind());
        }
    }

    private TaskView view(Task task) {
        TaskRecord record = task.record;
        boolean runs = record.state() == TaskState.RUNNING;
        long done = runs ? task.meter.done() : record.bytesDone();
        long total = runs ? task.meter.total() : record.bytesTotal();
        Long rate = runs ? task.meter.rate() : null;
        TaskRequest request = record.request();
        return new TaskView(
                record.id(),
                task.version,
                record.kind(),
                record.state(),
                request.repo() == null ? null : request.repo().id(),
                record.type(),
                record.folder(),
                record.paths(),
                done,
                total,
                rate,
                rate == null || rate == 0 ? null : Long.valueOf((total - done + rate - 1) / rate),
                runs ? task.meter.waiting() : null,
                record.result(),
                record.failure(),
                record.createdAt(),
                record.startedAt(),
                record.endedAt());
    }

    // --- changing ----------------------------------------------------------------------------------------------

    /** Stops it for now; what is done stays done. */
    public TaskView pause(UUID id) {
        synchronized (tasks) {
            Task task = known(id);
            if (task.record.state() != TaskState.QUEUED && task.record.state() != TaskState.RUNNING) {
                throw TaskException.wrongState(task.record, "paused");
            }
            end(task, TaskState.PAUSED, null, null);
            return view(task);
        }
    }

    /** Goes on with one that is paused. */
    public TaskView resume(UUID id) {
        synchronized (tasks) {
            Task task = known(id);
            if (task.record.state() != TaskState.PAUSED) {
                throw TaskException.wrongState(task.record, "resumed");
            }
            change(task, task.record.at(TaskState.QUEUED, Instant.now()));
            startNext();
            return view(task);
        }
    }

    /** Ends it; what is done stays done. */
    public TaskView cancel(UUID id) {
        synchronized (tasks) {
            Task task = known(id);
            if (task.record.state().hasEnded()) {
                throw TaskException.wrongState(task.record, "cancelled");
            }
            end(task, TaskState.CANCELLED, null, null);
            return view(task);
        }
    }

    private Task known(UUID id) {
        Task task = tasks.get(id);
        if (task == null || task.record.byDownload()) {
            throw TaskException.notFound(id.toString());
        }
        return task;
    }

    // --- running, all under the lock ---------------------------------------------------------------------------

    private void startNext() {
        long active = tasks.values().stream().filter(task -> task.run != null).count();
        for (Task task : List.copyOf(tasks.values())) {
            if (stopping || active >= MAX_ACTIVE) {
                return;
            }
            if (task.record.state() == TaskState.QUEUED && task.run == null && !task.record.byDownload()) {
                start(task);
                active++;
            }
        }
    }

    private void start(Task task) {
        TaskWork work = works.get(task.record.kind());
        if (work == null) { // of a later version of this program
            end(task, TaskState.CANCELLED, null, null);
            return;
        }
        task.meter = new TaskMeter();
        task.meter.total(task.record.bytesTotal());
        TaskRequest request = task.record.request();
        TaskRun run = request.isThrottled()
                ? new TaskRun(task.record.id(), request, task.record.createdAt(), slowWorker, 1, task.meter)
                : new TaskRun(task.record.id(), request, task.record.createdAt(), workers, parallel, task.meter);
        task.run = run;
        change(task, task.record.at(TaskState.RUNNING, Instant.now()));
        runs.execute(() -> run(task, run, work));
    }

    /** Blocks, on a thread of its own. */
    private void run(Task task, TaskRun run, TaskWork work) {
        TaskResult result = null;
        Failure failure = null;
        try {
            result = work.run(run);
        } catch (TaskStoppedException stopped) {
            LOG.debugf("The task %s was stopped", task.record.words());
        } catch (IOException | RuntimeException | Error fault) {
            failure = Failure.of(fault);
        }
        if (isCancelled(task)) { // before the same may be asked for again
            work.abandon(run.request());
        }
        synchronized (tasks) {
            task.run = null;
            if (!run.isStopRequested()) {
                end(task, failure == null ? TaskState.COMPLETED : TaskState.FAILED, result, failure);
            }
            startNext();
        }
    }

    private boolean isCancelled(Task task) {
        synchronized (tasks) {
            return task.record.state() == TaskState.CANCELLED;
        }
    }

    /** The place of one that was at work is free when its work has ended. */
    private void end(Task task, TaskState state, @Nullable TaskResult result, @Nullable Failure failure) {
        TaskRun run = task.run;
        if (run != null) {
            run.stop();
        }
        TaskWork work = works.get(task.record.kind());
        if (run == null && work != null && state == TaskState.CANCELLED) {
            TaskRequest request = task.record.request();
            runs.execute(() -> work.abandon(request));
        }
        boolean ran = task.record.state() == TaskState.RUNNING;
        TaskRecord counted = ran
                ? task.record.counting(
                        state == TaskState.COMPLETED ? task.meter.total() : task.meter.done(), task.meter.total())
                : task.record;
        change(task, counted.with(result, failure).at(state, Instant.now()));
        if (failure != null) {
            LOG.warnf("The %s failed: %s", task.record.words(), failure.detail());
        }
        forgetOldest();
    }

    private void change(Task task, TaskRecord next) {
        task.record = next;
        task.version++;
        save(next);
    }

    private void forgetOldest() {
        List<UUID> ended = tasks.values().stream()
                .filter(task -> task.record.state().hasEnded())
                .map(task -> task.record.id())
                .toList();
        ended.stream().limit(Math.max(0, ended.size() - maxEnded)).forEach(id -> {
            tasks.remove(id);
            watch(store.delete(id));
        });
    }

    private void save(TaskRecord record) {
        watch(store.save(record));
    }

    /** A change holds whether or not the disk takes it now; the store says so, and tries again. */
    private static void watch(CompletionStage<Void> work) {
        var watched = work.exceptionally(failure -> {
            LOG.debug("The store, which says so, tries that again", failure);
            return null;
        });
    }
}
