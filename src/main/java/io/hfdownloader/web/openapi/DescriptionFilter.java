package io.hfdownloader.web.openapi;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * Completes the description when the program is built, and ends the build when it would not be true. At run time it is a file,
 * and neither this class nor the index is in the native program.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class DescriptionFilter implements OASFilter {

    private static final DotName OPERATION =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.Operation.class);

    private final IndexView index;

    /** Made by Quarkus. */
    public DescriptionFilter(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, MethodInfo> endpoints = endpoints();
        new RecordSchemas(index, api.getComponents().getSchemas()).complete(endpoints.values());
        OperationScopes.describe(api.getComponents());
        ErrorResponses errors = new ErrorResponses(api.getComponents());
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    ParameterSchemas.complete(path, operation);
                    OperationScopes.add(path, method, operation);
                    errors.add(path, method, operation, endpoint(endpoints, path, method, operation));
                }));
    }

    /** By the ids of their operations. */
    private Map<String, MethodInfo> endpoints() {
        Map<String, MethodInfo> endpoints = new HashMap<>();
        for (AnnotationInstance described : index.getAnnotations(OPERATION)) {
            AnnotationValue id = described.value("operationId");
            if (id != null && described.target().kind() == AnnotationTarget.Kind.METHOD) {
                endpoints.put(id.asString(), described.target().asMethod());
            }
        }
        return endpoints;
    }

    private static MethodInfo endpoint(
            Map<String, MethodInfo> endpoints, String path, HttpMethod method, Operation operation) {
        MethodInfo endpoint = endpoints.get(operation.getOperationId());
        if (endpoint == null) {
            throw new IllegalStateException(
                    method + " " + path + " has no operationId of its own: clients made from the"
                            + " description call it by that name. Give its @Operation one.");
        }
        return endpoint;
    }
}
