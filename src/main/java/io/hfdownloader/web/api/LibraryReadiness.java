package io.hfdownloader.web.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.library.ModelLibrary;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that models can be stored. Runs on a worker. */
@Readiness
@ApplicationScoped
class LibraryReadiness implements HealthCheck {

    private final ModelLibrary library;

    LibraryReadiness(ModelLibrary library) {
        this.library = library;
    }

    @Override
    public HealthCheckResponse call() {
        boolean writable = library.writable();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("library writable").status(writable);
        return writable
                ? answer.build()
                : answer.withData("reason", "The models directory cannot be written: it is full, read-only or gone.")
                        .build();
    }
}
