package io.hfdownloader.transfer.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.transfer.Connections;
import io.hfdownloader.transfer.HubSwitches;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.TransferException;
import io.hfdownloader.transfer.TransferMonitor;
import io.hfdownloader.transfer.TransferRequest;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.hfdownloader.transfer.disk.PartialFile;
import io.hfdownloader.transfer.http.Source;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.BandwidthPlan;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.hfdownloader.transfer.stream.Routes;
import io.hfdownloader.transfer.stream.StoppedException;
import io.hfdownloader.transfer.xet.StorageHealth;
import io.hfdownloader.transfer.xet.XetWay;
import io.hfdownloader.xet.XetClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import org.jspecify.annotations.Nullable;

/**
 * Brings files here: verified against the Hub's hash, resumed from what is on the disk, in parallel ranges over
 * connections that all transfers share. Never blocks its caller.
 */
@ApplicationScoped
public class TransferEngine {

    private static final int PROBE_MILLIS = 3_000;
    private static final int MOST_QUESTIONS = 8;
    private static final int READ_BYTES = 64 * 1024;

    private final Transfer.Engine engine;
    private final HubClient hub;
    private final HttpClient http;
    private final Routes routes;
    private final XetWay.@Nullable Storage storage;
    private final Map<Path, Run> atWork = new HashMap<>();

    @Inject
    TransferEngine(
            Vertx vertx,
            TransferConfig config,
            HubSwitches switches,
            Connections connections,
            HubClient hub,
            DiskWorkers workers) {
        this(vertx, config, switches, connections, hub, workers, Clock.systemDefaultZone());
    }

    /** @param clock tells users until when a wait lasts, and the timetable what time it is; no wait is measured by it */
    TransferEngine(
            Vertx vertx,
            TransferConfig config,
            HubSwitches switches,
            Connections connections,
            HubClient hub,
            DiskWorkers workers,
            Clock clock) {
        this.hub = hub;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(20)
                        .setPipelining(false)
                        .setMaxChunkSize(READ_BYTES)
                        .setTcpNoDelay(true)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(connections.inAll()));
        NetClient probes = vertx.createNetClient(new NetClientOptions().setConnectTimeout(PROBE_MILLIS));
        this.routes = new Routes(vertx, probes);
        boolean usesStorage = config.xet() == TransferConfig.Xet.AUTO
                && !switches.hubDisableXet().orElse(false);
        this.storage = usesStorage ? storage(vertx, config, hub, clock) : null;
        this.engine = new Transfer.Engine(
                vertx, config, new ConnectionBudget(connections.inAll()), limit(config, clock), workers, clock, probes);
    }

    private XetWay.Storage storage(Vertx vertx, TransferConfig config, HubClient hub, Clock clock) {
        HttpClient questions = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(MOST_QUESTIONS));
        XetClient client =
                new XetClient(questions, new ObjectMapper(), hub::xetGrant, routes, clock, config.stallTimeout());
        return new XetWay.Storage(client, http, routes, config.stallTimeout(), clock, new StorageHealth());
    }

    /**
     * Fetches one file into its partial file. The item arrives when all bytes are there, on the disk, and match the
     * hash; the failure is a {@link TransferException} or a {@code HubException} with a sentence for the user.
     * Cancelling stops the connections; what has arrived is kept for the next time, and the monitor hears when all is
     * closed. Two fetches into the same partial file run one after the other. Results arrive on an event loop.
     */
    public Uni<Void> fetch(TransferRequest request, TransferMonitor monitor) {
        return fetchOnce(request, monitor)
                .onFailure(TransferEngine::hasVanished)
                .retry()
                .atMost(1);
    }

    private static boolean hasVanished(Throwable failure) {
        return failure instanceof TransferException transfer && transfer.kind() == TransferException.Kind.VANISHED;
    }

    private Uni<Void> fetchOnce(TransferRequest request, TransferMonitor monitor) {
        return Uni.createFrom().deferred(() -> {
            Run run = new Run(request, monitor);
            Run before;
            synchronized (atWork) {
                before = atWork.get(request.partial());
                if (before == null) {
                    if (!monitor.begins()) {
                        return Uni.createFrom().nothing();
                    }
                    atWork.put(request.partial(), run);
                }
            }
            return before == null ? run.start() : before.closed().chain(() -> fetchOnce(request, monitor));
        });
    }

    /** Blocks. Bytes of a file that an earlier run has left safely in its partial file. */
    public static long bytesKept(TransferRequest request) {
        return PartialFile.bytesKept(request);
    }

    /** Blocks. Removes what is left of a transfer that nobody wants any more, and the sidecar of a published one. */
    public static void discard(TransferRequest request) {
        PartialFile.discard(request);
    }

    /** The bandwidth limit in force as it was written; empty for none. */
    public String bandwidthLimit() {
        return engine.limit().plan().text();
    }

    /**
     * Puts another bandwidth limit in force, for transfers under way as well.
     *
     * @param text bytes per second such as {@code 20M}, with hours that differ such as {@code 5M, 22:00-07:00 = unlimited};
     *     empty for none
     * @throws IllegalArgumentException with a sentence for the user when it cannot be read
     */
    public void limitBandwidth(String text) {
        engine.limit().change(BandwidthPlan.parse(text), System.nanoTime());
    }

    private static BandwidthLimit limit(TransferConfig config, Clock clock) {
        try {
            BandwidthPlan plan = BandwidthPlan.parse(config.bandwidthLimit().orElse(""));
            return new BandwidthLimit(plan, clock, System.nanoTime());
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException("hf-downloader.bandwidth-limit: " + unreadable.getMessage(), unreadable);
        }
    }

    /** One transfer from its start until its files are closed. */
    private final class Run {

        private final TransferRequest request;
        private final TransferMonitor monitor;
        private final Promise<Void> closed = Promise.promise();
        private final AtomicBoolean ended = new AtomicBoolean();

        Run(TransferRequest request, TransferMonitor monitor) {
            this.request = request;
            this.monitor = monitor;
        }

        /** Never fails. */
        Uni<Void> closed() {
            return UniHelper.toUni(closed.future());
        }

        /** Begins at once, whether or not somebody subscribes to the result. */
        Uni<Void> start() {
            try {
                return started();
            } catch (RuntimeException | Error fault) {
                over();
                throw fault;
            }
        }

        private Uni<Void> started() {
            Context context = ((VertxInternal) engine.vertx()).createEventLoopContext();
            Source source = new Source(
                    http,
                    routes,
                    hub,
                    request,
                    engine.config().stallTimeout(),
                    job -> context.runOnContext(nothing -> job.run()));
            Transfer transfer = new Transfer(request, monitor, engine, source, storage, context);
            Future<Void> outcome = transfer.run().onComplete(ended -> over());
            return Uni.createFrom().emitter(emitter -> {
                var cancellable = emitter.onTermination(transfer::stop);
                outcome.onSuccess(emitter::complete).onFailure(failure -> tell(emitter, failure));
            });
        }

        /** Who stopped it does not listen any more, and is told nothing. */
        private static void tell(UniEmitter<?> emitter, Throwable failure) {
            if (!(failure instanceof StoppedException)) {
                emitter.fail(failure);
            }
        }

        private void over() {
            if (ended.getAndSet(true)) {
                return;
            }
            synchronized (atWork) {
                atWork.remove(request.partial());
            }
            monitor.closed();
            closed.complete();
        }
    }
}
