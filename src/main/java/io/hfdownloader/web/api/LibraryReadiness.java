package io.hfdownloader.web.api;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.files.DiskException;
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
        Optional<String> absence = library.disk().absence().map(DiskException::detail);
        boolean writable = absence.isEmpty() && library.disk().writable();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("library writable").status(writable);
        return writable
                ? answer.build()
                : answer.withData(
                                "reason",
                                absence.orElse("The models directory cannot be written: it is full or read-only."))
                        .build();
    }
}
