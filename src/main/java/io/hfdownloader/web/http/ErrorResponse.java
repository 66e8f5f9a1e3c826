package io.hfdownloader.web.http;

import java.util.EnumSet;
import java.util.Set;

import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An error in the form that the caller's API knows: a problem for {@code /api/v1}, {@code {"error": …}} with status
 * 400 (or 404) for the legacy paths.
 *
 * @param status HTTP status
 * @param mediaType value of {@code Content-Type}
 * @param json the body
 */
record ErrorResponse(int status, String mediaType, String json) {

    private static final Set<String> LEGACY_PATHS = Set.of(
            "/download",
            "/api/download",
            "/api/status",
            "/api/models",
            "/api/list",
            "/api/models/update",
            "/api/update",
            "/api/models/delete",
            "/api/delete");
    private static final Set<ProblemType> KEPT_BY_OLDER_PATHS = EnumSet.of(
            ProblemType.NOT_FOUND, ProblemType.CROSS_ORIGIN, ProblemType.HOST_NOT_ALLOWED, ProblemType.BODY_TOO_LARGE);

    static ErrorResponse of(@Nullable String path, ProblemType type, String detail, @Nullable String hubRequestId) {
        return of(path, type, Problem.of(type, detail, hubRequestId));
    }

    static ErrorResponse of(@Nullable String path, ProblemException failure) {
        return of(path, failure.problem(), Problem.of(failure));
    }

    private static ErrorResponse of(@Nullable String path, ProblemType type, Problem problem) {
        if (path != null && LEGACY_PATHS.contains(path)) {
            boolean kept = KEPT_BY_OLDER_PATHS.contains(type)
                    || type == ProblemType.MODEL_NOT_FOUND && path.endsWith("/delete");
            return new ErrorResponse(
                    kept ? type.status() : 400,
                    "application/json",
                    new JsonObject().put("error", problem.detail()).encode());
        }
        JsonObject json = new JsonObject()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail());
        if (problem.hubRequestId() != null) {
            json.put("hubRequestId", problem.hubRequestId());
        }
        if (problem.choices() != null) {
            json.put("choices", new JsonArray(problem.choices()));
        }
        return new ErrorResponse(problem.status(), Problem.MEDIA_TYPE, json.encode());
    }
}
