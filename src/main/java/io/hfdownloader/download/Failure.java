package io.hfdownloader.download;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.problem.Parameters;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Why a download, or other work on a model, ended, as it is kept and shown.
 *
 * @param type kind of the failure
 * @param detail a sentence for the user that says what to do
 * @param hubRequestId the Hub's name of the refused request, where it gave one
 * @param choices what could have been meant, where the user has a choice; empty where not
 * @param parameters what the sentence names, by name; empty in those of older versions
 */
@RegisterForReflection
public record Failure(
        ProblemType type,
        String detail,
        @Nullable String hubRequestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> choices,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> parameters) {

    /** It is kept with its download and sent with each look at it. */
    private static final int MAX_CHOICES = 200;

    private static final Logger LOG = Logger.getLogger(Failure.class);

    public Failure {
        choices = choices == null ? List.of() : List.copyOf(choices); // older versions did not keep them
        parameters = parameters == null ? Map.of() : Parameters.of(parameters).toMap();
    }

    /** What is kept and shown of what went wrong. Our own faults are logged here, once. */
    public static Failure of(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            return new Failure(
                    problem.problem(),
                    problem.detail(),
                    problem.requestId().orElse(null),
                    problem.choices().stream().limit(MAX_CHOICES).toList(),
                    problem.parameters().toMap());
        }
        Optional<IOException> disk = DiskException.within(cause);
        if (disk.isPresent()) {
            return of(DiskException.of("The model's folder cannot be used", disk.get()));
        }
        LOG.error("Work on a model failed for a reason that nobody expected", cause);
        return new Failure(
                ProblemType.INTERNAL,
                "Something went wrong here (" + cause + "). The server's log has the details.",
                null,
                List.of(),
                Map.of());
    }
}
