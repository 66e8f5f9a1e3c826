package io.hfdownloader.web.http;

import java.io.CharConversionException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.hfdownloader.files.DiskException;
import io.hfdownloader.log.Strangers;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.UntrustedText;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns every failure of a request into an answer; its {@link ProblemType} says which status that has. */
class ExceptionMappers {

    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);
    private static final String NO_JSON = "The request's body is not JSON in UTF-8.";

    private final BooleanSupplier callerIsGone;

    @Inject
    ExceptionMappers(CurrentVertxRequest request) {
        this(() ->
                request.getCurrent() != null && request.getCurrent().response().closed());
    }

    /** @param callerIsGone whether the connection of the request that failed is closed */
    ExceptionMappers(BooleanSupplier callerIsGone) {
        this.callerIsGone = callerIsGone;
    }

    @ServerExceptionMapper
    Response problem(ProblemException failure, ContainerRequestContext request) {
        return ErrorPage.isAccepted(request)
                ? ErrorPage.failed(request, failure)
                : respond(ErrorResponse.of(path(request), failure));
    }

    /** Where a request looks at the disk by itself. */
    private Response disk(IOException failure, ContainerRequestContext request) {
        LOG.warnf(
                "A request failed because of the disk: %s",
                UntrustedText.line(failure.toString(), UntrustedText.MAX_MESSAGE_CHARS));
        return problem(DiskException.of("The models folder cannot be used", failure), request);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure, ContainerRequestContext request) {
        int status = failure.getResponse().getStatus();
        if (status == 404 && ErrorPage.isAccepted(request)) {
            return ErrorPage.missing(request);
        }
        if (failure.getCause() instanceof JsonProcessingException malformed) {
            return malformed(malformed, request);
        }
        if (status >= 500) {
            return unexpected(failure, request);
        }
        return status < 400 ? failure.getResponse() : respond(request, problemOf(status), sentence(status), null);
    }

    @ServerExceptionMapper
    Response mapping(JsonMappingException malformed, ContainerRequestContext request) {
        return malformed(malformed, request);
    }

    /** JSON may be in UTF-32, and one that ends amid a character is no failure of the disk. */
    @ServerExceptionMapper
    Response undecodable(CharConversionException malformed, ContainerRequestContext request) {
        return respond(request, ProblemType.MALFORMED_REQUEST, NO_JSON, null);
    }

    /** Named on its own, because the REST layer has an answer of its own for it. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException malformed, ContainerRequestContext request) {
        return malformed(malformed, request);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, ContainerRequestContext request) {
        if (failure instanceof CompletionException && failure.getCause() instanceof ProblemException known) {
            return problem(known, request);
        }
        // A share that is lost says the same, so that only who is gone can have been it; and nobody reads the answer
        // then.
        if (callerIsGone.getAsBoolean() && Strangers.areToBlame(failure)) {
            LOG.debugf("A request ended before its answer: %s", failure.getMessage());
            return respond(request, ProblemType.BAD_REQUEST, "The connection broke before the answer was sent.", null);
        }
        Optional<IOException> disk = DiskException.within(failure);
        if (disk.isPresent()) {
            return disk(disk.get(), request);
        }
        LOG.error("A request failed for a reason that nobody expected", failure);
        String detail = "Something went wrong here. The server's log has the details.";
        return ErrorPage.isAccepted(request)
                ? ErrorPage.failed(request, ProblemType.INTERNAL, detail, Map.of())
                : respond(request, ProblemType.INTERNAL, detail, null);
    }

    private Response malformed(JsonProcessingException malformed, ContainerRequestContext request) {
        return malformed.getCause() instanceof ApiException unread // its end was never seen
                ? problem(unread, request)
                : respond(request, ProblemType.MALFORMED_REQUEST, sentence(malformed), null);
    }

    private static String sentence(JsonProcessingException malformed) {
        if (malformed instanceof UnrecognizedPropertyException unknown) {
            if (SecretMasker.isSecretIn(unknown.getPropertyName())) {
                return SecretMasker.REFUSAL;
            }
            return "The field \"" + UntrustedText.name(unknown.getPropertyName())
                    + "\" is not known here. The fields are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (malformed instanceof JsonParseException unread
                && unread.getOriginalMessage().startsWith("Duplicate field")) {
            return "The request's body names a field twice. Send each once.";
        }
        if (!(malformed instanceof MismatchedInputException mapping)) {
            return NO_JSON;
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

    /** What the REST layer refuses by itself. */
    private static ProblemType problemOf(int status) {
        return switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.NOT_JSON;
            default -> ProblemType.BAD_REQUEST;
        };
    }

    private static Response respond(
            ContainerRequestContext request, ProblemType problem, String detail, @Nullable String hubRequestId) {
        return respond(ErrorResponse.of(path(request), problem, detail, hubRequestId));
    }

    private static String path(ContainerRequestContext request) {
        return "/" + request.getUriInfo().getPath().replaceFirst("^/", "");
    }

    private static Response respond(ErrorResponse response) {
        return Response.status(response.status())
                .header("Connection", response.status() == 413 ? "close" : null) // what is left of the body is not read
                .type(response.mediaType())
                .entity(response.json())
                .build();
    }
}
