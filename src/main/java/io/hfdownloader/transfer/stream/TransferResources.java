package io.hfdownloader.transfer.stream;

import java.time.Clock;

import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.transfer.TransferConfig;
import io.hfdownloader.transfer.disk.DiskWorkers;
import io.hfdownloader.transfer.limit.BandwidthLimit;
import io.hfdownloader.transfer.limit.ConnectionBudget;
import io.vertx.core.Vertx;

/**
 * What all transfers share. Each part may be used from any thread.
 *
 * @param vertx for timers
 * @param config how hard the engine works
 * @param budget the connections to the network
 * @param limit bytes per second
 * @param workers threads for what blocks
 * @param clock tells users until when a wait lasts; no wait is measured by it
 * @param throttledServers the servers that asked to be left alone for a while
 * @param connector to other servers
 */
public record TransferResources(
        Vertx vertx,
        TransferConfig config,
        ConnectionBudget budget,
        BandwidthLimit limit,
        DiskWorkers workers,
        Clock clock,
        ThrottledServers throttledServers,
        HttpConnector connector) {}
