package io.hfdownloader.catalog;

import java.time.Instant;

import io.hfdownloader.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * How the last look for updates of all models went.
 *
 * @param checkedAt when it ended last with an answer of the Hub for each model; null when it never did
 * @param running whether one is under way
 * @param updates how many models here are behind the Hub, as far as that is known
 * @param failure why the last one was broken off; null when it was not. What was known before stands
 */
public record UpdateCheck(
        @Nullable Instant checkedAt,
        boolean running,
        long updates,
        @Nullable ProblemException failure) {}
