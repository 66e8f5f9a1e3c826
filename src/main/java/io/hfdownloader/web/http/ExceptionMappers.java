package io.hfdownloader.web.http;

import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.hfdownloader.download.DownloadException;
import io.hfdownloader.download.Failures;
import io.hfdownloader.hub.HubErrors;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.library.InvalidModelPathException;
import io.hfdownloader.library.ModelNotFoundException;
import io.hfdownloader.library.RepoInUseException;
import io.hfdownloader.library.UnsafePathException;
import io.hfdownloader.variant.NoSuchVariantException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where a failure becomes an HTTP status. */
class ExceptionMappers {

    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    @ServerExceptionMapper
    Response hub(HubException failure, UriInfo request) {
        int status = switch (failure.kind()) {
            case REPO_NOT_FOUND, REVISION_NOT_FOUND, FILE_NOT_FOUND -> 404;
            case GATED, FORBIDDEN, DISABLED -> 403;
            case TOKEN_INVALID -> 401;
            case CHANGED -> 409;
            case BAD_REQUEST -> 400;
            case THROTTLED -> 503;
            case UNAVAILABLE, NOT_A_HUB -> 502;
        };
        return respond(
                request,
                status,
                Failures.slug(failure.kind()),
                failure,
                failure.requestId().orElse(null));
    }

    @ServerExceptionMapper
    Response download(DownloadException failure, UriInfo request) {
        int status = switch (failure.kind()) {
            case NOT_FOUND, NOT_IN_LIBRARY -> 404;
            case WRONG_STATE -> 409;
            case NO_SPACE -> 507;
            case UNSAFE_NAME -> 422;
        };
        return respond(request, status, failure.kind().slug(), failure, null);
    }

    @ServerExceptionMapper
    Response variant(NoSuchVariantException failure, UriInfo request) {
        return respond(request, 422, "variant-not-found", failure, null);
    }

    @ServerExceptionMapper
    Response unsafe(UnsafePathException failure, UriInfo request) {
        return respond(request, 422, "unsafe-path", failure, null);
    }

    @ServerExceptionMapper
    Response invalidPath(InvalidModelPathException failure, UriInfo request) {
        return respond(request, 400, "invalid-model-path", failure, null);
    }

    @ServerExceptionMapper
    Response missing(ModelNotFoundException failure, UriInfo request) {
        return respond(request, 404, "model-not-found", failure, null);
    }

    @ServerExceptionMapper
    Response inUse(RepoInUseException failure, UriInfo request) {
        return respond(request, 409, "repo-in-use", failure, null);
    }

    @ServerExceptionMapper
    Response input(ApiException failure, UriInfo request) {
        return respond(request, failure.status(), failure.slug(), failure, null);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, UriInfo request, HttpHeaders headers) {
        int status = failure.getResponse().getStatus();
        if (status == 404 && ErrorPage.isAccepted(request, headers)) {
            return ErrorPage.missing(request, headers);
        }
        if (failure.getCause() instanceof JsonProcessingException malformed) {
            return malformed(malformed, request);
        }
        return status < 400
                ? failure.getResponse()
                : respond(request, status, slug(status), new IllegalArgumentException(sentence(status)), null);
    }

    @ServerExceptionMapper
    Response mapping(JsonMappingException malformed, UriInfo request) {
        return malformed(malformed, request);
    }

    /** Named on its own, because the REST layer has an answer of its own for it. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException malformed, UriInfo request) {
        return malformed(malformed, request);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, UriInfo request) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.error("A request failed for a reason that nobody expected", cause);
        return respond(
                request,
                500,
                "internal",
                new IllegalStateException("Something went wrong here. The server's log has the details."),
                null);
    }

    private Response malformed(JsonProcessingException malformed, UriInfo request) {
        return malformed.getCause() instanceof ApiException unread // its end was never seen
                ? input(unread, request)
                : respond(request, 400, "malformed-request", new IllegalArgumentException(sentence(malformed)), null);
    }

    private static String sentence(JsonProcessingException malformed) {
        if (malformed instanceof UnrecognizedPropertyException unknown) {
            return "The field \"" + HubErrors.quote(unknown.getPropertyName()) + "\" is not known here. The fields are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (!(malformed instanceof MismatchedInputException mapping)) {
            return "The request's body is not JSON in UTF-8.";
        }
        String name =
                mapping.getPath().isEmpty() ? null : mapping.getPath().get(0).getFieldName();
        return name == null
                ? "The request's body is not a JSON object with the fields of this call."
                : "The field \"" + name + "\" of the request has the wrong type.";
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address. The API is described at /q/swagger-ui.";
            case 405 -> "This address does not take this method. The API is described at /q/swagger-ui.";
            case 406 -> "This address cannot answer in the format that was asked for.";
            case 413 -> "The request's body is larger than 1 MiB.";
            case 415 -> "Send the request's body as JSON, with Content-Type: application/json.";
            default -> "The request was not understood. The API is described at /q/swagger-ui.";
        };
    }

    private static String slug(int status) {
        return switch (status) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 413 -> "body-too-large";
            case 415 -> "not-json";
            default -> "bad-request";
        };
    }

    private static Response respond(
            UriInfo request, int status, String slug, Throwable failure, @Nullable String hubRequestId) {
        String message = failure.getMessage();
        ErrorResponse response = ErrorResponse.of(
                "/" + request.getPath().replaceFirst("^/", ""),
                status,
                slug,
                message == null ? "The request was refused." : message,
                hubRequestId);
        return Response.status(response.status())
                .header("Connection", response.status() == 413 ? "close" : null) // what is left of the body is not read
                .type(response.mediaType())
                .entity(response.json())
                .build();
    }
}
