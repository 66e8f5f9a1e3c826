package io.hfdownloader.transfer.stream;

import java.time.Clock;
import java.util.Map;

import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.network.NetworkSettings;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.BandwidthSchedule;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.vertx.core.Vertx;

/** What all transfers share, for tests of single parts of the engine; makes no connection. */
public final class EngineResources implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final DiskWorkers workers = new DiskWorkers();

    /** By this clock, and with this limit as it is written in the configuration. */
    public TransferResources by(Clock clock, TransferConfig config, String limit) {
        return new TransferResources(
                vertx,
                config,
                new ConnectionBudget(config.maxConnections()),
                new BandwidthLimit(BandwidthSchedule.parse(limit), clock, 0),
                workers,
                clock,
                new ThrottledServers(clock),
                new HttpConnector(vertx, new NetworkSettings(Map.of())));
    }

    @Override
    public void close() throws InterruptedException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        workers.close();
    }
}
