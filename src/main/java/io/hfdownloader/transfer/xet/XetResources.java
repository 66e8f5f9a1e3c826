package io.hfdownloader.transfer.xet;

import java.time.Clock;
import java.time.Duration;

import io.hfdownloader.network.HttpConnector;
import io.hfdownloader.transfer.stream.ThrottledServers;
import io.hfdownloader.xet.XetClient;

/**
 * What all transfers from the content-addressed storage share. Each part may be used from any thread.
 *
 * @param client tells how files are put together
 * @param connector to those who have the bytes of xorbs
 * @param timeout longest wait for a connection
 * @param clock by which signed addresses expire
 * @param throttledServers the servers that asked to be left alone for a while
 * @param health remembers that the storage could not be reached
 */
public record XetResources(
        XetClient client,
        HttpConnector connector,
        Duration timeout,
        Clock clock,
        ThrottledServers throttledServers,
        StorageCircuitBreaker health) {}
