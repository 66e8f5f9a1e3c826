package io.hfdownloader.web.openapi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

import io.hfdownloader.hub.RepoType;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** What the parameters that many operations share may be. One name means one thing in all addresses. */
final class ParameterSchemas {

    private static final String PART_OF_NAME = "[A-Za-z0-9_]|[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,94}[A-Za-z0-9_]";
    private static final String FOLDER_SUFFIX = "(@([A-Za-z0-9._+=,@~\\-]|%[0-9A-F]{2}){1,46})?";
    private static final String CURSOR = "cursor";
    private static final String FOLDERS = "/api/v1/library/";

    private ParameterSchemas() {}

    /** Completes those of one operation. */
    static void complete(String path, Operation operation) {
        List<Parameter> parameters = operation.getParameters();
        if (parameters == null) {
            return;
        }
        boolean isList =
                parameters.stream().anyMatch(parameter -> parameter.getName().equals(CURSOR));
        for (Parameter parameter : parameters) {
            if (isList) {
                ofList(parameter);
            }
            if (parameter.getIn() == Parameter.In.PATH) {
                ofPath(path, parameter);
            } else if (parameter.getName().equals("revision")) {
                parameter.description("Branch, tag or commit; `main` when left out");
                parameter.setSchema(string().maxLength(255).pattern("^[^\\u0000-\\u001f]*$"));
            }
        }
    }

    private static void ofList(Parameter parameter) {
        switch (parameter.getName()) {
            case CURSOR ->
                parameter
                        .description("Where to go on, as the answer before told; the beginning when left out or empty")
                        .setSchema(string().pattern("^[A-Za-z0-9_-]*$").maxLength(4_000));
            case "limit" ->
                parameter
                        .description("How many entries at most")
                        .setSchema(OASFactory.createSchema()
                                .addType(SchemaType.INTEGER)
                                .minimum(BigDecimal.ONE)
                                .maximum(BigDecimal.valueOf(1_000))
                                .defaultValue(1_000));
            default -> {}
        }
    }

    private static void ofPath(String path, Parameter parameter) {
        switch (parameter.getName()) {
            case "type" ->
                parameter
                        .description("Kind of the repository")
                        .setSchema(string().enumeration(Arrays.stream(RepoType.values())
                                .<Object>map(RepoType::plural)
                                .toList()));
            case "namespace" ->
                parameter
                        .description("Who the repository is of")
                        .example("openai-community")
                        .setSchema(string().pattern("^(" + PART_OF_NAME + ")$"));
            case "name" ->
                parameter
                        .description(
                                path.startsWith(FOLDERS)
                                        ? "Its name; with `@` and a revision where that has a folder of its own"
                                        : "Its name")
                        .example("gpt2")
                        .setSchema(string().pattern("^(" + PART_OF_NAME + ")"
                                + (path.startsWith(FOLDERS) ? FOLDER_SUFFIX : "") + "$"));
            case "id" -> parameter.description("Id of the download").setSchema(string().format("uuid"));
            default -> throw new IllegalStateException("No rule for {" + parameter.getName() + "} in " + path + ".");
        }
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
