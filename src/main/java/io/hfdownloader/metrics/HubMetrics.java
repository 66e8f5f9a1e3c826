package io.hfdownloader.metrics;

import java.util.Locale;

import jakarta.inject.Singleton;

import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What the Hub's API did not give. */
@Singleton
final class HubMetrics implements MeterBinder {

    private final HubClient hub;

    HubMetrics(HubClient hub) {
        this.hub = hub;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (HubException.Kind kind : HubException.Kind.values()) {
            FunctionCounter.builder("hf_downloader.hub.errors", hub, client -> client.failures(kind))
                    .description("Requests to the Hub's API that failed")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }
}
