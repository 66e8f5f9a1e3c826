package io.hfdownloader.web.openapi;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ErrorResponse;
import io.hfdownloader.web.http.Problem;
import io.hfdownloader.web.http.Problems;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/**
 * The errors of each operation: those that its {@link Problems} name, and those with which any request can be refused before
 * one is reached. What status a kind of problem has, the code says that answers with it.
 */
final class ErrorResponses {

    private static final DotName PROBLEMS = DotName.createSimple(Problems.class);

    private static final Set<ProblemType> OF_ANY_REQUEST = EnumSet.of(
            ProblemType.BAD_REQUEST,
            ProblemType.LOGIN_NEEDED,
            ProblemType.SCOPE_MISSING,
            ProblemType.HOST_NOT_ALLOWED,
            ProblemType.NOT_ACCEPTABLE);
    private static final Set<ProblemType> OF_CHANGES =
            EnumSet.of(ProblemType.CROSS_ORIGIN, ProblemType.BODY_TOO_LARGE, ProblemType.NOT_JSON);

    /** What the HTTP server refuses by itself, without a body. */
    private static final Map<String, String> WITHOUT_BODY = Map.of(
            "414",
                    "The address is longer than 4,096 characters. Without a body. Where a call takes one, name in it what is many.",
            "431", "The headers are longer than 20,480 characters. Without a body.");

    private static final String LEGACY_ERROR = "LegacyError";

    ErrorResponses(Components components) {
        components.addSchema(
                LEGACY_ERROR,
                OASFactory.createSchema()
                        .addType(SchemaType.OBJECT)
                        .addProperty(
                                "error",
                                OASFactory.createSchema()
                                        .addType(SchemaType.STRING)
                                        .description("A sentence for the user that says what to do"))
                        .addRequired("error"));
    }

    /** Adds them all to one operation. */
    void add(String path, HttpMethod method, Operation operation, MethodInfo endpoint) {
        SortedMap<String, APIResponse> errors = new TreeMap<>();
        problems(path, method, operation, endpoint)
                .collect(Collectors.groupingBy(
                        type -> String.valueOf(ErrorResponse.status(path, type)),
                        Collectors.toCollection(() -> EnumSet.noneOf(ProblemType.class))))
                .forEach((status, types) -> errors.put(status, response(path, types)));
        WITHOUT_BODY.forEach((status, sentence) ->
                errors.put(status, OASFactory.createAPIResponse().description(sentence)));
        errors.forEach(operation.getResponses()::addAPIResponse);
    }

    private static Stream<ProblemType> problems(
            String path, HttpMethod method, Operation operation, MethodInfo endpoint) {
        EnumSet<ProblemType> problems = EnumSet.copyOf(OF_ANY_REQUEST);
        if (method != HttpMethod.GET) {
            problems.addAll(OF_CHANGES);
        }
        if (operation.getRequestBody() != null) {
            problems.add(ProblemType.MALFORMED_REQUEST);
        }
        if (path.contains("{")) {
            problems.add(ProblemType.NOT_FOUND);
        }
        if (path.contains("{type}")) {
            problems.add(ProblemType.REPO_NOT_FOUND);
        }
        addDeclared(problems, endpoint.declaredAnnotation(PROBLEMS));
        addDeclared(problems, endpoint.declaringClass().declaredAnnotation(PROBLEMS));
        return problems.stream();
    }

    private static void addDeclared(Set<ProblemType> problems, @Nullable AnnotationInstance declared) {
        if (declared == null) {
            return;
        }
        names(declared.value()).map(ProblemType::valueOf).forEach(problems::add);
        names(declared.value("from"))
                .map(Problems.Source::valueOf)
                .map(Problems.Source::kinds)
                .forEach(problems::addAll);
    }

    private static Stream<String> names(@Nullable AnnotationValue constants) {
        return constants == null ? Stream.empty() : Stream.of(constants.asEnumArray());
    }

    private static APIResponse response(String path, Set<ProblemType> types) {
        Schema schema = OASFactory.createSchema()
                .ref(ErrorResponse.isLegacy(path) ? LEGACY_ERROR : Problem.class.getSimpleName());
        return OASFactory.createAPIResponse()
                .description(types.stream()
                        .map(type -> type.title() + " (`" + type.slug() + "`)")
                        .collect(Collectors.joining(", ")))
                .content(OASFactory.createContent()
                        .addMediaType(
                                ErrorResponse.mediaType(path),
                                OASFactory.createMediaType().schema(schema)));
    }
}
