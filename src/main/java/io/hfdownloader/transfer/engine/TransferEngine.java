package io.hfdownloader.transfer.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.files.BlockSums;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.DiskLoad;
import io.hfdownloader.transfer.HubSwitches;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferListener;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.hfdownloader.transfer.disk.PartialFile;
import io.hfdownloader.transfer.disk.PatchedPartial;
import io.hfdownloader.transfer.http.HttpSource;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.BandwidthSchedule;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.transfer.stream.ThrottledServers;
import io.hfdownloader.transfer.stream.TransferResources;
import io.hfdownloader.transfer.xet.ReuseEstimate;
import io.hfdownloader.transfer.xet.StorageCircuitBreaker;
import io.hfdownloader.transfer.xet.XetResources;
import io.hfdownloader.xet.XetClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.jspecify.annotations.Nullable;

/**
 * Brings files here: verified against the Hub's hash, resumed from what is on the disk, in parallel ranges over
 * connections that all transfers share. Never blocks its caller.
 */
@ApplicationScoped
public class TransferEngine {

    private final TransferResources resources;
    private final HubClient hub;
    private final @Nullable XetResources storage;
    private final Map<Path, ActiveTransfer> active = new HashMap<>();

    @Inject
    TransferEngine(
            Vertx vertx,
            TransferConfig config,
            HubSwitches switches,
            Connections connections,
            HttpConnector connector,
            HubClient hub,
            DiskWorkers workers) {
        this(vertx, config, switches, connections, connector, hub, workers, Clock.systemDefaultZone());
    }

    /** @param clock tells users until when a wait lasts, and the bandwidth schedule the time; no wait is measured by it */
    TransferEngine(
            Vertx vertx,
            TransferConfig config,
            HubSwitches switches,
            Connections connections,
            HttpConnector connector,
            HubClient hub,
            DiskWorkers workers,
            Clock clock) {
        this.hub = hub;
        ThrottledServers throttledServers = new ThrottledServers(clock);
        hub.onTokenChange(throttledServers::forgetAll);
        boolean usesStorage = config.xet() == TransferConfig.Xet.AUTO
                && !switches.hubDisableXet().orElse(false);
        this.storage = usesStorage ? storage(connector, config, hub, clock, throttledServers) : null;
        this.resources = new TransferResources(
                vertx,
                config,
                new ConnectionBudget(connections.total()),
                configuredLimit(config, clock),
                workers,
                clock,
                throttledServers,
                connector);
    }

    private static XetResources storage(
            HttpConnector connector,
            TransferConfig config,
            HubClient hub,
            Clock clock,
            ThrottledServers throttledServers) {
        XetClient client =
                new XetClient(connector, new ObjectMapper(), hub::xetReadToken, clock, config.stallTimeout());
        hub.onTokenChange(client::forgetTokens);
        return new XetResources(
                client, connector, config.stallTimeout(), clock, throttledServers, new StorageCircuitBreaker());
    }

    /**
     * Fetches one file into its partial file. The item arrives when all bytes are there, on the disk, and match the
     * hash; the failure is a {@link TransferException} or a {@code HubException} with a sentence for the user.
     * Cancelling stops the connections; what has arrived is kept for the next time, and the listener hears when all is
     * closed. Two fetches into the same partial file run one after the other. Results arrive on an event loop.
     */
    public Uni<Void> fetch(TransferRequest request, TransferListener listener) {
        return fetchOnce(request, listener)
                .onFailure(TransferEngine::hasVanished)
                .retry()
                .atMost(1);
    }

    private static boolean hasVanished(Throwable failure) {
        return failure instanceof TransferException transfer && transfer.kind() == TransferException.Kind.VANISHED;
    }

    private Uni<Void> fetchOnce(TransferRequest request, TransferListener listener) {
        return Uni.createFrom().deferred(() -> {
            ActiveTransfer activeTransfer = new ActiveTransfer(request, listener);
            ActiveTransfer previous;
            synchronized (active) {
                previous = active.get(request.partial());
                if (previous == null) {
                    if (!listener.mayStart()) {
                        return Uni.createFrom().nothing();
                    }
                    active.put(request.partial(), activeTransfer);
                }
            }
            return previous == null
                    ? activeTransfer.start()
                    : previous.closed().chain(() -> fetchOnce(request, listener));
        });
    }

    /** Blocks. Bytes of a file that an earlier run has left safely in its partial file. */
    public static long bytesKept(TransferRequest request) throws IOException {
        return PartialFile.bytesKept(request);
    }

    /**
     * Blocks as long as reading takes. Lets a transfer begin with what is good of a damaged file, which stays as it is.
     *
     * @param sums of the file as it should be; null where they are not known, and a storage of chunks is to tell what is good
     * @return bytes that need not be fetched, or are to be proved
     * @throws java.util.concurrent.CancellationException when cancelled; what was good so far is kept
     */
    public static long beginFrom(
            TransferRequest request, Path damaged, @Nullable BlockSums sums, BooleanSupplier cancelled)
            throws IOException {
        return PatchedPartial.copy(request, damaged, sums, cancelled);
    }

    /** Blocks. Removes what is left of a transfer that nobody wants any more, and the sidecar of a published one. */
    public static void discard(TransferRequest request) {
        PartialFile.discard(request);
    }

    /**
     * Bytes of a file that would be copied from the copies of its request, and not come over the network; 0 where it would not
     * come from a storage that knows its chunks. Fails when that cannot be found out, or only with more requests. Never blocks.
     *
     * @param requests how many may be asked of the storage, for this file and others together; what is asked is taken off
     */
    public Uni<Long> reusable(TransferRequest request, AtomicInteger requests) {
        return storage == null ? Uni.createFrom().item(0L) : ReuseEstimate.of(storage.client(), request, requests);
    }

    /** How busy the threads are that write, force and hash. */
    public DiskLoad diskLoad() {
        return resources.workers().load();
    }

    /** The bandwidth limit in force as it was written; empty for none. */
    public String bandwidthLimit() {
        return resources.limit().schedule().text();
    }

    /**
     * Puts another bandwidth limit in force, for transfers under way as well.
     *
     * @param text bytes per second such as {@code 20M}, with hours that differ such as {@code 5M, 22:00-07:00 = unlimited};
     *     empty for none
     * @throws IllegalArgumentException with a sentence for the user when it cannot be read
     */
    public void limitBandwidth(String text) {
        resources.limit().change(BandwidthSchedule.parse(text), System.nanoTime());
    }

    /**
     * Reads a bandwidth limit and leaves the one in force.
     *
     * @return as {@link #bandwidthLimit} would give it
     * @throws IllegalArgumentException as {@link #limitBandwidth}
     */
    public static String readBandwidthLimit(String text) {
        return BandwidthSchedule.parse(text).text();
    }

    private static BandwidthLimit configuredLimit(TransferConfig config, Clock clock) {
        try {
            BandwidthSchedule schedule =
                    BandwidthSchedule.parse(config.bandwidthLimit().orElse(""));
            return new BandwidthLimit(schedule, clock, System.nanoTime());
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException("hf-downloader.bandwidth-limit: " + unreadable.getMessage(), unreadable);
        }
    }

    /** One transfer from its start until its files are closed. */
    private final class ActiveTransfer {

        private final TransferRequest request;
        private final TransferListener listener;
        private final Promise<Void> closed = Promise.promise();
        private final AtomicBoolean stopped = new AtomicBoolean();

        ActiveTransfer(TransferRequest request, TransferListener listener) {
            this.request = request;
            this.listener = listener;
        }

        /** Never fails. */
        Uni<Void> closed() {
            return UniHelper.toUni(closed.future());
        }

        /** Starts at once, whether or not somebody subscribes to the result. */
        Uni<Void> start() {
            try {
                return startTransfer();
            } catch (RuntimeException | Error fault) {
                stopped();
                throw fault;
            }
        }

        private Uni<Void> startTransfer() {
            Context context = ((VertxInternal) resources.vertx()).createEventLoopContext();
            HttpSource httpSource = new HttpSource(
                    resources.connector(),
                    hub,
                    request,
                    resources.config().stallTimeout(),
                    resources.throttledServers(),
                    job -> context.runOnContext(nothing -> job.run()));
            Transfer transfer = new Transfer(request, listener, resources, httpSource, storage, context);
            Future<Void> outcome = transfer.start().onComplete(unused -> stopped());
            return Uni.createFrom().emitter(emitter -> {
                var cancellable = emitter.onTermination(transfer::stop);
                outcome.onSuccess(emitter::complete).onFailure(failure -> emitFailure(emitter, failure));
            });
        }

        /** Whoever stopped it does not listen any more, and is told nothing. */
        private static void emitFailure(UniEmitter<?> emitter, Throwable failure) {
            if (!(failure instanceof StoppedException)) {
                emitter.fail(failure);
            }
        }

        private void stopped() {
            if (stopped.getAndSet(true)) {
                return;
            }
            synchronized (active) {
                active.remove(request.partial());
            }
            listener.closed();
            closed.complete();
        }
    }
}
