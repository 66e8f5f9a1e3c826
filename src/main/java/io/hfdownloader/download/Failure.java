package io.hfdownloader.download;

import io.hfdownloader.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Why a download ended, as it is kept and shown.
 *
 * @param type kind of the failure
 * @param detail a sentence for the user that says what to do
 * @param hubRequestId the Hub's name of the refused request, where it gave one
 */
@RegisterForReflection
public record Failure(
        ProblemType type, String detail, @Nullable String hubRequestId) {}
