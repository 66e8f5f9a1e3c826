package io.hfdownloader.web.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.library.LibraryDisk;
import io.hfdownloader.library.ModelLibrary;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Ready means that models can be stored. Never blocks. */
@Readiness
@ApplicationScoped
class LibraryReadiness implements AsyncHealthCheck {

    private static final String NAME = "library writable";

    private final ModelLibrary library;

    LibraryReadiness(ModelLibrary library) {
        this.library = library;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return library.disk()
                .writable(LibraryDisk.ANSWER_TIMEOUT)
                .map(writable -> writable
                        ? HealthCheckResponse.up(NAME)
                        : down("The models directory cannot be written: it is full or read-only."))
                .onFailure(DiskException.class)
                .recoverWithItem(away -> down(away.getMessage()));
    }

    private static HealthCheckResponse down(@Nullable String reason) {
        return HealthCheckResponse.named(NAME)
                .down()
                .withData("reason", String.valueOf(reason))
                .build();
    }
}
