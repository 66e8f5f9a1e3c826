package io.hfdownloader.startup;

import java.net.BindException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import org.jspecify.annotations.Nullable;

/** Why a start ended, in a sentence that says what to do where somebody can do something about it. */
public final class StartupFailure {

    private static final int MAX_CAUSES = 20;
    private static final Pattern UNKNOWN_SETTING =
            Pattern.compile("SRCFG00050: (\\S+) in (.+?) does not map to any root");
    private static final Pattern CODE = Pattern.compile("\\bSRCFG\\d+: ");

    private StartupFailure() {}

    /** What to tell; empty for a fault of the program, of which the stack is to be told. */
    public static Optional<String> message(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            Optional<String> told = sentence(cause);
            if (told.isPresent()) {
                return told.map(sentence -> "hf-downloader cannot start. " + sentence);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> sentence(Throwable cause) {
        if (cause instanceof ConfigValidationException invalid) {
            StartupFaults faults = SettingSyntax.faults();
            problems(invalid).forEach(faults::add);
            return Optional.of(
                    String.valueOf(StartupException.of(faults.sentences()).getMessage()));
        }
        if (cause instanceof ConfigurationException) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof QuarkusBindException taken) {
            return Optional.of("Port " + taken.getPort() + " is in use by another process. Stop that one, or set"
                    + " quarkus.http.port (QUARKUS_HTTP_PORT) to a port that is free.");
        }
        if (cause instanceof BindException || cause instanceof UnknownHostException) {
            return Optional.of("The service cannot listen at the address it was given (" + cause.getMessage()
                    + "). Correct quarkus.http.host (QUARKUS_HTTP_HOST) and quarkus.http.port (QUARKUS_HTTP_PORT).");
        }
        return Optional.empty();
    }

    private static Stream<String> problems(ConfigValidationException invalid) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            problems.add(worded(String.valueOf(invalid.getProblem(i).getMessage())));
        }
        return problems.stream();
    }

    private static String worded(String problem) {
        Matcher unknown = UNKNOWN_SETTING.matcher(problem);
        return unknown.find()
                ? unknown.group(1) + " (in " + unknown.group(2) + ") is no setting. The README lists those there are."
                : CODE.matcher(problem).replaceAll("");
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(failure, cause -> cause == null ? null : cause.getCause())
                .limit(MAX_CAUSES)
                .takeWhile(cause -> cause != null)
                .map(cause -> (Throwable) cause)
                .toList();
    }
}
