package io.hfdownloader.view;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.library.layout.StateRecords;
import io.hfdownloader.library.revision.TrackedRevisions;
import io.hfdownloader.program.ShutdownLimits;
import io.hfdownloader.view.shape.ViewEntry;
import io.hfdownloader.view.shape.ViewKind;
import io.hfdownloader.view.shape.ViewPlan;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The views there are. They follow the library: after each download, update and deletion, at the start, and now and then. One
 * thread publishes, one view after the other; it ends when it has nothing to do. Methods that block say so.
 */
@ApplicationScoped
public class Views {

    private static final Logger LOG = Logger.getLogger(Views.class);

    /** More than anybody has programs for. */
    public static final int MAX_VIEWS = 50;

    private static final int MAX_TASKS = 200;
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final ViewDirs dirs;
    private final ModelLibrary library;
    private final TrackedRevisions revisions;
    private final StateRecords<ViewRecord> store;
    private final ViewPublisher publisher;
    private final ViewCreation creation;
    private final Map<UUID, View> views = new ConcurrentHashMap<>();
    private final Map<UUID, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<UUID, Long> published = new ConcurrentHashMap<>(); // signature of the library then
    private final Set<UUID> stopped = ConcurrentHashMap.newKeySet();
    private final ReentrantLock creating = new ReentrantLock();
    private final AtomicBoolean following = new AtomicBoolean();
    private volatile boolean ending;
    private final ThreadPoolExecutor lane;

    /** One that makes views wherever it is asked to. */
    public Views(ObjectMapper json, ModelLibrary library, TrackedRevisions revisions) {
        this(json, library, revisions, () -> Optional.of(List.of("any")));
    }

    @Inject
    public Views(ObjectMapper json, ModelLibrary library, TrackedRevisions revisions, ViewConfig config) {
        this.dirs = dirs(config);
        this.library = library;
        this.revisions = revisions;
        this.store = new StateRecords<>(library.layout(), "views", json, ViewRecord.class, record -> {});
        this.publisher = new ViewPublisher(store, library.layout().rootFolder());
        this.creation = new ViewCreation(library, store, publisher, this::revisionOf);
        this.lane = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_TASKS), work -> {
            Thread thread = new Thread(work, "views");
            thread.setDaemon(true);
            return thread;
        });
        lane.allowCoreThreadTimeOut(true);
        library.onChange(this::follow);
    }

    /** What cannot be read has been told before, and ends the start. */
    private static ViewDirs dirs(ViewConfig config) {
        try {
            return ViewDirs.parse(config.viewDirs());
        } catch (IllegalArgumentException unreadable) {
            return new ViewDirs(null);
        }
    }

    /**
     * What is asked for.
     *
     * @param path a folder, as a whole path
     * @param repo the only model; null for all
     * @param method how; null for the best that is possible, which never is a copy
     * @param guarded whether only those who have logged in can ask for it
     */
    public record Wish(
            ViewKind kind,
            String path,
            @Nullable RepoId repo,
            @Nullable ViewMethod method,
            boolean guarded) {

        /** One that anybody can ask for. */
        public Wish(ViewKind kind, String path, @Nullable RepoId repo, @Nullable ViewMethod method) {
            this(kind, path, repo, method, false);
        }
    }

    /**
     * The view of a wish.
     *
     * @param created false where it was there before
     */
    public record Made(View view, boolean created) {}

    /** All, by their paths. From memory. */
    public List<View> list() {
        return views.values().stream().sorted(Comparator.comparing(View::path)).toList();
    }

    /**
     * By repo the files in views that are files of their own: who reads one of them does not read that of the library. Blocks
     * briefly.
     */
    public Map<RepoId, List<Path>> separateFiles() {
        Map<RepoId, List<Path>> files = new HashMap<>();
        for (View view : list()) {
            if (view.method() == ViewMethod.REFLINK || view.method() == ViewMethod.COPY) {
                try {
                    ViewRecord record = store.read(view.id());
                    for (ViewEntry entry : record.entries()) {
                        if (entry.type() == ViewEntry.Type.FILE && entry.made() != null) {
                            entry.repoId()
                                    .ifPresent(repo -> files.computeIfAbsent(repo, first -> new ArrayList<>())
                                            .add(Path.of(record.path()).resolve(entry.path())));
                        }
                    }
                } catch (IOException | DiskException removed) {
                    LOG.debugf("The view %s is gone, or cannot be read: %s", view.path(), removed.getMessage());
                }
            }
        }
        return files;
    }

    // --- made and removed --------------------------------------------------------------------------------------

    /**
     * Makes a view, or gives the one that is just the same. Blocks, for some seconds at most: what takes longer is told as being
     * built.
     *
     * @throws ViewException when it cannot be there, or not so
     */
    public Made create(Wish wish) throws IOException {
        UUID id;
        creating.lock();
        try {
            List<Path> roots =
                    library.roots().stream().map(ModelLibrary.Root::path).toList();
            ViewPlace place = ViewPlace.of(wish.path(), roots);
            String repo = wish.repo() == null ? null : wish.repo().toString();
            Optional<View> same = list().stream()
                    .filter(view -> view.kind() == wish.kind()
                            && view.path().equals(place.path().toString())
                            && Objects.equals(view.repo(), repo)
                            && (wish.method() == null || wish.method() == view.method()))
                    .findFirst();
            if (same.isPresent()) {
                return new Made(same.get(), false);
            }
            dirs.require(place.path(), roots, wish.guarded());
            if (views.size() >= MAX_VIEWS) {
                throw ViewException.tooMany(MAX_VIEWS);
            }
            place.refuseNested(list());
            place.requireFree(wish.kind());
            ViewRecord record = creation.begin(wish, repo, place);
            id = record.id();
            views.put(id, record.shown(View.State.BUILDING, null));
        } finally {
            creating.unlock();
        }
        await(submit(() -> publish(id, true)));
        View made = views.get(id);
        if (made == null) {
            throw ViewException.unknown(); // removed meanwhile
        }
        return new Made(made, true);
    }

    /**
     * Removes a view with what is ours in it. Blocks.
     *
     * @param force whether to remove what is ours also where others have written, and to forget a view whose folder is away
     * @throws ViewException when there is none, or others have written into it
     */
    public void remove(UUID id, boolean force) throws IOException {
        View view = views.get(id);
        if (view == null) {
            throw ViewException.unknown();
        }
        ReentrantLock lock = lock(id);
        stopped.add(id);
        try {
            if (!hasLocked(lock)) {
                throw ViewException.busy(view.path());
            }
            try {
                if (!views.containsKey(id)) {
                    throw ViewException.unknown();
                }
                remove(store.read(id), force);
            } finally {
                lock.unlock();
            }
        } finally {
            stopped.remove(id);
            if (!views.containsKey(id)) {
                locks.remove(id);
            } else { // what was stopped for this goes on
                published.remove(id);
                follow();
            }
        }
    }

    private static boolean hasLocked(ReentrantLock lock) {
        try {
            return lock.tryLock(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void remove(ViewRecord record, boolean force) throws IOException {
        boolean away = !new ViewFolder(Path.of(record.path()), library.layout().rootFolder()).isOf(record.id());
        if (away && !force && !record.entries().isEmpty()) {
            throw ViewException.away(record.path());
        }
        if (!away && !force) {
            ViewFolder.Others others = publisher.others(record);
            if (others.count() > 0) {
                throw ViewException.written(record.path(), others.names(), others.count());
            }
        }
        ViewRecord removed = record.removed();
        store.write(removed.id(), removed);
        publisher.remove(removed);
        views.remove(record.id());
        published.remove(record.id());
        LOG.infof("The view at %s was removed", record.path());
    }

    // --- as the library changes --------------------------------------------------------------------------------

    /** Blocks briefly. Goes on with what a kill has left, then follows what changed meanwhile. */
    void start(@Observes StartupEvent event) {
        open();
    }

    /** Reads what there is, and has it brought up to date. Blocks briefly. */
    public void open() {
        try {
            for (ViewRecord record : store.readAll()) {
                views.put(record.id(), record.shown(View.State.BUILDING, null));
            }
        } catch (IOException | DiskException unreadable) {
            LOG.warnf("Views cannot be read, so they do not follow the library: %s", unreadable.getMessage());
        }
        follow();
    }

    /** Has all views brought up to date, if the library has changed since; returns at once. */
    @Scheduled(
            every = "30s",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void follow() {
        if (!views.isEmpty() && following.compareAndSet(false, true)) {
            var task = submit(() -> {
                following.set(false);
                views.keySet().forEach(id -> publish(id, false));
            });
        }
    }

    private @Nullable Future<?> submit(Runnable work) {
        try {
            return lane.submit(work);
        } catch (RejectedExecutionException full) {
            following.set(false);
            return null;
        }
    }

    private static void await(@Nullable Future<?> work) {
        if (work == null) {
            return;
        }
        try {
            Object done = work.get(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException later) {
            LOG.debug("A view takes its time");
        } catch (ExecutionException failed) {
            LOG.warn("A view could not be published", failed.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the lane. @param always whether also when nothing changed since */
    private void publish(UUID id, boolean always) {
        if (ending || stopped.contains(id) || !views.containsKey(id)) {
            return;
        }
        ReentrantLock lock = lock(id);
        if (!lock.tryLock()) {
            return; // it is being removed
        }
        try {
            Map<Boolean, List<LibraryModel>> all = library.freshModels().stream()
                    .collect(Collectors.partitioningBy(
                            model -> library.rootOf(model.folder()).away()));
            List<LibraryModel> models = all.getOrDefault(false, List.of());
            Set<String> unreadable = unreadable(all.getOrDefault(true, List.of()));
            long signature = 31 * signature(models) + unreadable.hashCode();
            if (always || !Objects.equals(published.get(id), signature)) {
                publish(store.read(id), models, unreadable, signature);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warnf("The view %s could not be brought up to date: %s", id, failure.getMessage());
            views.computeIfPresent(id, (key, view) -> told(view, failure));
            published.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** Folders of models that cannot be read now, also as their disk is away. */
    private Set<String> unreadable(List<LibraryModel> away) {
        return Stream.concat(
                        library.skippedFolders().stream()
                                .filter(folder -> folder.kind().equals("unreadable"))
                                .map(SkippedFolder::repo),
                        away.stream().map(LibraryModel::repo))
                .filter(Objects::nonNull)
                .map(RepoId::toString)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void publish(ViewRecord record, List<LibraryModel> models, Set<String> unreadable, long signature)
            throws IOException {
        UUID id = record.id();
        if (record.removing()) {
            remove(record, true);
            return;
        }
        ViewFolder folder =
                new ViewFolder(Path.of(record.path()), library.layout().rootFolder());
        if (!folder.isOf(id)) {
            views.put(id, record.shown(View.State.AWAY, null));
            published.remove(id);
            return;
        }
        ViewPlan plan = publisher.plan(record, models, unreadable, this::revisionOf);
        ViewPublisher.Outcome outcome = publisher.publish(record, plan, () -> ending || stopped.contains(id));
        views.put(id, outcome.record().shown(View.State.READY, outcome.error()));
        if (outcome.whole()) {
            published.put(id, signature);
        } else {
            published.remove(id);
        }
    }

    private static View told(View view, Exception failure) {
        String sentence = failure instanceof IOException disk
                ? DiskException.of("The view cannot be brought up to date", disk)
                        .detail()
                : failure instanceof DiskException told
                        ? told.detail()
                        : "The view cannot be brought up to date. The server's log has the details.";
        return new View(
                view.id(),
                view.kind(),
                view.path(),
                view.repo(),
                view.method(),
                View.State.READY,
                view.models(),
                view.files(),
                view.sizeBytes(),
                view.bytes(),
                view.leftOut(),
                view.leftOutCount(),
                sentence,
                view.createdAt());
    }

    private ReentrantLock lock(UUID id) {
        return locks.computeIfAbsent(id, key -> new ReentrantLock());
    }

    private String revisionOf(RepoId repo) {
        return revisions.revisionOf(repo).or(repo::revisionBeside).orElse("main");
    }

    /** Changes when anything changes that a view is made of. */
    private long signature(List<LibraryModel> models) {
        long all = 1;
        for (LibraryModel model : models) {
            RepoId repo = model.repo();
            int one = Objects.hash(
                    model.name(),
                    model.commit(),
                    model.updatedAt(),
                    model.sizeBytes(),
                    model.files().size(),
                    model.complete(),
                    model.mixed(),
                    repo == null ? "" : revisionOf(repo));
            all = all * 1_000_003 + one;
        }
        return all;
    }

    /** Blocks, for a moment. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        close();
    }

    /** Blocks, for a moment: what is being made is to be noted. Nobody is interrupted, as that would close files of the library. */
    public void close() throws InterruptedException {
        ending = true;
        lane.getQueue().clear();
        lane.shutdown();
        if (!lane.awaitTermination(ShutdownLimits.STATE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("A view was still being written; the next start goes on with it");
        }
    }
}
