package io.hfdownloader.web.openapi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.hfdownloader.web.http.LenientBody;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.Type;

/**
 * The schemas of the records that are sent and read: which fields are always there, which may be null, in which order they
 * are written, and which bodies take no others. All of it is in the records' own types and annotations.
 */
final class RecordSchemas {

    private static final String OURS = "io.hfdownloader.";
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName LENIENT = DotName.createSimple(LenientBody.class);

    private final IndexView index;
    private final Map<String, Schema> schemas;
    /** Classes by the names of their schemas. */
    private final Map<String, DotName> described = new HashMap<>();

    RecordSchemas(IndexView index, Map<String, Schema> schemas) {
        this.index = index;
        this.schemas = schemas;
    }

    /** Completes the schemas of what these methods take and give, and of the records that have a schema by annotation. */
    void complete(Collection<MethodInfo> endpoints) {
        for (MethodInfo endpoint : endpoints) {
            endpoint.parameters().stream()
                    .filter(RecordSchemas::isBody)
                    .map(MethodParameterInfo::type)
                    .forEach(type -> visit(type, true));
        }
        for (MethodInfo endpoint : endpoints) {
            visit(endpoint.returnType(), false);
        }
        for (AnnotationInstance annotated : index.getAnnotations(SCHEMA)) {
            if (annotated.target().kind() == AnnotationTarget.Kind.CLASS) {
                visit(Type.create(annotated.target().asClass().name(), Type.Kind.CLASS), false);
            }
        }
    }

    /** Alone among the parameters it has no annotation that says where it comes from. */
    private static boolean isBody(MethodParameterInfo parameter) {
        return parameter.annotations().stream()
                .allMatch(annotation -> annotation.name().equals(RecordProperty.NULLABLE));
    }

    private void visit(Type type, boolean isRead) {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            type.asParameterizedType().arguments().forEach(argument -> visit(argument, isRead));
        } else if (type.name().toString().startsWith(OURS)) {
            ClassInfo known = index.getClassByName(type.name());
            if (known != null && known.isRecord()) {
                complete(known, isRead);
            }
        }
    }

    private void complete(ClassInfo type, boolean isRead) {
        String name = name(type);
        DotName before = described.put(name, type.name());
        if (type.name().equals(before)) {
            return;
        }
        if (before != null) {
            throw new IllegalStateException("Both " + before + " and " + type.name() + " would be called " + name
                    + " in the API's description.");
        }
        Schema schema = schemas.get(name);
        if (schema == null) {
            throw new IllegalStateException(type.name() + " is not in the API's description as " + name + ".");
        }
        complete(schema, RecordProperty.of(type, index), type.name(), isRead);
        if (isRead && !type.hasDeclaredAnnotation(LENIENT)) {
            schema.setAdditionalPropertiesBoolean(false);
        }
        RecordProperty.of(type, index).forEach(property -> visit(property.type(), isRead));
    }

    private static void complete(Schema schema, List<RecordProperty> properties, DotName type, boolean isRead) {
        Map<String, Schema> described = Objects.requireNonNullElse(schema.getProperties(), Map.of());
        Set<String> asked = new HashSet<>(Objects.requireNonNullElse(schema.getRequired(), List.of()));
        Map<String, Schema> complete = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordProperty property : properties) {
            Schema known = described.get(property.name());
            if (known == null) {
                throw new IllegalStateException(
                        type + " has the field " + property.name() + ", which the API's description does not know.");
            }
            boolean mayBeNull = property.mayBeNull() && !asked.contains(property.name());
            complete.put(property.name(), mayBeNull ? orNull(known) : known);
            if (asked.contains(property.name()) || property.isAlwaysThere() && !(isRead && property.mayBeNull())) {
                required.add(property.name());
            }
        }
        if (!complete.keySet().equals(described.keySet())) {
            throw new IllegalStateException("The API's description has more fields of " + type + " than it has itself: "
                    + described.keySet() + ".");
        }
        schema.setProperties(complete);
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static Schema orNull(Schema schema) {
        if (schema.getType() == null || schema.getEnumeration() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(schema)
                    .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        return schema.addType(SchemaType.NULL);
    }

    private static String name(ClassInfo type) {
        AnnotationInstance annotation = type.declaredAnnotation(SCHEMA);
        AnnotationValue name = annotation == null ? null : annotation.value("name");
        return name == null ? type.simpleName() : name.asString();
    }
}
