package io.hfdownloader.hook;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.cache.WaitTimers;
import io.hfdownloader.files.DiskSpace;
import io.hfdownloader.files.SizeOrShare;
import io.hfdownloader.hook.event.HookEvent;
import io.hfdownloader.hook.event.Occurrence;
import io.hfdownloader.hook.event.OccurrenceListener;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.WebAddress;
import io.hfdownloader.program.ShutdownLimits;
import io.hfdownloader.text.SecretMasker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Tells the hooks what happens. Nobody waits for one: all that can be called from elsewhere returns at once. Any thread. */
@ApplicationScoped
public class Hooks implements OccurrenceListener {

    private static final Logger LOG = Logger.getLogger(Hooks.class);
    private static final int BEFORE_DOWNLOADS_START = 100;
    private static final int MAX_COMMANDS = 2;
    private static final int MAX_TOLD = 5_000;
    private static final int MAX_UNTOLD = 1_000;
    /** What is older is no news after a restart. */
    private static final Duration MAX_AGE = Duration.ofDays(3);
    /** Whoever tries a hook is answered within this time, whatever the hook does. */
    private static final Duration MAX_TRY = Duration.ofSeconds(30);
    /** Observers without a priority come before, among them downloads, which may end well while they are stopped. */
    private static final int AFTER_DOWNLOADS_STOPPED = Interceptor.Priority.APPLICATION + 600;

    private final HookConfig config;
    private final HttpConnector connector;
    private final Path models;
    private final HookJournal journal;
    private final RetrySchedule schedule;
    private final Duration farewell;
    private final ThreadPoolExecutor lane = HookThreads.lane("hook-lane");
    private final ThreadPoolExecutor commands = HookThreads.workers("hook-command", MAX_COMMANDS);

    private volatile Map<String, HookQueue> queues = Map.of();
    private LowSpace lowSpace = new LowSpace(new SizeOrShare(0, 0));
    // on the lane
    private final Map<String, String> told = new LinkedHashMap<>();
    private boolean diskLow;

    @Inject
    Hooks(HookConfig config, HttpConnector connector, ModelLibrary library, ObjectMapper json) {
        this(config, connector, library, json, RetrySchedule.USUAL, ShutdownLimits.HOOKS);
    }

    Hooks(
            HookConfig config,
            HttpConnector connector,
            ModelLibrary library,
            ObjectMapper json,
            RetrySchedule schedule,
            Duration farewell) {
        this.farewell = farewell;
        this.config = config;
        this.connector = connector;
        this.models = library.layout().root();
        this.schedule = schedule;
        this.journal = new HookJournal(
                json,
                library.layout().rootFolder(),
                () -> library.layout().stateFolder().resolve("hooks.json"));
    }

    /** Blocks. */
    void start(@Observes @Priority(BEFORE_DOWNLOADS_START) StartupEvent event) {
        open(System.getenv());
    }

    /** Blocks. Takes up what hooks were still to be told of. */
    void open(Map<String, String> environment) {
        List<Hook> hooks = new HookReader(CommandEnvironment.searchPath(environment)).read(config.hooks());
        lowSpace = LowSpace.parse(config.diskLow());
        if (hooks.isEmpty()) {
            return;
        }
        Map<String, HookQueue> opened = new LinkedHashMap<>();
        for (Hook hook : hooks) {
            HookSecrets.of(hook).forEach(SecretMasker::add);
            WebAddress address = hook.address();
            Sender sender = address == null
                    ? new CommandSender(hook, models, commands, environment)
                    : new WebSender(hook, address, connector);
            opened.put(hook.name(), new HookQueue(hook, sender, schedule, lane, this::save));
            LOG.infof("Hook %s tells %s of %s", hook, hook.shown(), words(hook));
        }
        queues = opened;
        HookJournal.Content kept = journal.load();
        lane.execute(() -> takeUp(kept));
    }

    private static String words(Hook hook) {
        return String.join(
                ", ", hook.events().stream().sorted().map(HookEvent::word).toList());
    }

    private void takeUp(HookJournal.Content kept) {
        told.putAll(kept.told());
        diskLow = kept.diskLow();
        Instant oldest = Instant.now().minus(MAX_AGE);
        for (HookJournal.Kept one : kept.pending()) {
            HookQueue queue = queues.get(one.hook());
            if (queue != null && one.what().at().isAfter(oldest)) {
                queue.add(new HookQueue.Pending(one.what(), one.tries()));
            }
        }
        if (queues.values().stream().anyMatch(queue -> !queue.pending().isEmpty())) {
            send();
        }
    }

    /** On the lane. Blocks. */
    private void save() {
        List<HookJournal.Kept> pending = new ArrayList<>();
        queues.values()
                .forEach(queue -> queue.pending()
                        .forEach(one ->
                                pending.add(new HookJournal.Kept(queue.hook().name(), one.tries(), one.what()))));
        journal.save(new HookJournal.Content(told, diskLow, pending));
    }

    /** All hooks, by name. From memory. */
    public List<HookView> views() {
        return queues.values().stream().map(HookQueue::view).toList();
    }

    /**
     * Tells one hook of a test, once and at once, and gives what came of it; or that it is not over yet, when that takes long. Fails
     * with a {@link HookException}.
     */
    public Uni<Delivery> test(String name) {
        HookQueue queue = queues.get(name);
        if (queue == null) {
            return Uni.createFrom().failure(HookException.unknown(name));
        }
        Occurrence test = Occurrence.test(Instant.now());
        return Uni.createFrom()
                .completionStage(() -> queue.tryOut(test))
                .ifNoItem()
                .after(MAX_TRY)
                .on(WaitTimers.shared())
                .recoverWithItem(() -> Delivery.running(test, name, 1));
    }

    /** Whether any hook is told of such. */
    boolean takes(HookEvent event) {
        return queues.values().stream().anyMatch(queue -> queue.hook().takes(event));
    }

    @Override
    public void happened(Occurrence what) {
        if (!takes(what.event())) {
            return;
        }
        if (lane.getQueue().size() > MAX_UNTOLD) {
            LOG.warnf(
                    "More happens than hooks can be told of; left out: %s",
                    what.event().word());
        } else {
            lane.execute(() -> tell(what));
        }
    }

    /** Tells when the disk becomes low, and again only after it was not. */
    void space(DiskSpace space) {
        if (takes(HookEvent.DISK_LOW)) {
            lane.execute(() -> look(space));
        }
    }

    private void look(DiskSpace space) {
        boolean low = lowSpace.isLow(space, diskLow);
        if (low == diskLow) {
            return;
        }
        diskLow = low;
        if (low) {
            tell(Occurrence.diskLow(
                    Instant.now(), new Occurrence.Disk(models.toString(), space.freeBytes(), space.totalBytes())));
        } else {
            save();
        }
    }

    private void tell(Occurrence what) {
        if (what.event() == HookEvent.UPDATE_AVAILABLE && !isNews(what)) {
            return;
        }
        queues.values().stream()
                .filter(queue -> queue.hook().takes(what.event()))
                .forEach(queue -> queue.add(new HookQueue.Pending(what, 0)));
        send();
    }

    /** All is kept before the first is sent, in one writing: a kill in between loses nothing of what stands in other queues. */
    private void send() {
        save();
        queues.values().forEach(HookQueue::next);
    }

    /** Each commit of a model is told once, however often it is looked for. */
    private boolean isNews(Occurrence what) {
        Occurrence.Model model = what.model();
        if (model == null || model.commit() == null) {
            return false;
        }
        String key = model.type() + " " + model.folder();
        String before = told.remove(key);
        told.put(key, model.commit());
        if (told.size() > MAX_TOLD) {
            Iterator<String> oldest = told.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return !model.commit().equals(before);
    }

    /** Blocks, for a moment: what is being sent is to arrive, the rest is kept for the next start. */
    void stop(@Observes @Priority(AFTER_DOWNLOADS_STOPPED) ShutdownEvent event) {
        long end = System.nanoTime() + farewell.toNanos();
        try {
            CompletableFuture.runAsync(() -> {}, lane).get(farewell.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture.allOf(queues.values().stream()
                            .map(queue -> queue.idle().toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.debug("Hooks are told of the rest after the next start");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        List<Runnable> unused = commands.shutdownNow();
        lane.shutdown();
        awaitTheLane();
    }

    /** What is being written is to be whole before the models directory is given back. */
    private void awaitTheLane() {
        try {
            if (!lane.awaitTermination(ShutdownLimits.HOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The disk has not yet taken what hooks were told of");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
