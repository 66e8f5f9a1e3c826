package io.hfdownloader.web.http;

import java.util.EnumSet;
import java.util.LinkedHashMap;
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
public record ErrorResponse(int status, String mediaType, String json) {

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
            ProblemType.NOT_FOUND,
            ProblemType.LOGIN_NEEDED,
            ProblemType.SCOPE_MISSING,
            ProblemType.CROSS_ORIGIN,
            ProblemType.HOST_NOT_ALLOWED,
            ProblemType.BODY_TOO_LARGE);

    private static final String LEGACY_MEDIA_TYPE = "application/json";

    /** Whether the caller's API is that of old. */
    public static boolean isLegacy(@Nullable String path) {
        return path != null && LEGACY_PATHS.contains(path);
    }

    /** The type of every error there. */
    public static String mediaType(@Nullable String path) {
        return isLegacy(path) ? LEGACY_MEDIA_TYPE : Problem.MEDIA_TYPE;
    }

    /** HTTP status of such an error there. */
    public static int status(@Nullable String path, ProblemType type) {
        boolean kept = !isLegacy(path)
                || KEPT_BY_OLDER_PATHS.contains(type)
                || type == ProblemType.MODEL_NOT_FOUND && String.valueOf(path).endsWith("/delete");
        return kept ? type.status() : 400;
    }

    /** What is told of a failure there. */
    public static ErrorResponse of(
            @Nullable String path, ProblemType type, String detail, @Nullable String hubRequestId) {
        return of(path, type, Problem.of(type, detail, hubRequestId));
    }

    static ErrorResponse of(@Nullable String path, ProblemException failure) {
        return of(path, failure.problem(), Problem.of(failure));
    }

    private static ErrorResponse of(@Nullable String path, ProblemType type, Problem problem) {
        int status = status(path, type);
        if (isLegacy(path)) {
            return new ErrorResponse(
                    status,
                    mediaType(path),
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
        if (problem.parameters() != null) {
            json.put("parameters", new JsonObject(new LinkedHashMap<>(problem.parameters())));
        }
        if (problem.choices() != null) {
            json.put("choices", new JsonArray(problem.choices()));
        }
        if (problem.suggestions() != null) {
            json.put("suggestions", new JsonArray(problem.suggestions()));
        }
        return new ErrorResponse(status, mediaType(path), json.encode());
    }
}
