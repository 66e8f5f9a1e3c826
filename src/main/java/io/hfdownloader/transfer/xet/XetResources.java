package io.hfdownloader.transfer.xet;

import java.time.Clock;
import java.time.Duration;

import io.hfdownloader.network.HappyEyeballs;
import io.hfdownloader.xet.XetClient;
import io.vertx.core.http.HttpClient;

/**
 * What all transfers from the content-addressed storage share. Each part may be used from any thread.
 *
 * @param client tells how files are put together
 * @param http brings the bytes of xorbs
 * @param happyEyeballs knows which address of a host can be reached
 * @param timeout longest wait for a connection
 * @param clock by which signed addresses expire
 * @param health remembers that the storage could not be reached
 */
public record XetResources(
        XetClient client,
        HttpClient http,
        HappyEyeballs happyEyeballs,
        Duration timeout,
        Clock clock,
        StorageCircuitBreaker health) {}
