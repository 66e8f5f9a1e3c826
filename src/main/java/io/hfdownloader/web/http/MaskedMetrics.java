package io.hfdownloader.web.http;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.hfdownloader.text.SecretMasker;
import io.micrometer.core.instrument.config.MeterFilter;

/** No metric is named after an address in which somebody sent a token. */
@Singleton
class MaskedMetrics {

    private static final String REFUSED = "REFUSED";

    @Produces
    @Singleton
    MeterFilter withoutSecrets() {
        return MeterFilter.replaceTagValues("uri", uri -> SecretMasker.isSecretIn(uri) ? REFUSED : uri);
    }
}
