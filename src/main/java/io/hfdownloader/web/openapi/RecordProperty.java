package io.hfdownloader.web.openapi;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record in JSON.
 *
 * @param name as it is written
 * @param type of its value
 * @param mayBeNull whether null is written, and read, for it
 * @param isAlwaysThere whether it is never left out
 */
record RecordProperty(String name, Type type, boolean mayBeNull, boolean isAlwaysThere) {

    static final DotName NULLABLE = DotName.createSimple(Nullable.class);

    private static final DotName IGNORED = DotName.createSimple(JsonIgnore.class);
    private static final DotName INCLUDED = DotName.createSimple(JsonInclude.class);
    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);
    private static final DotName NAMING = DotName.createSimple(JsonNaming.class);

    /** All of a record, in their order, with those of its parts that stand in the same object. */
    static List<RecordProperty> of(ClassInfo type, IndexView index) {
        List<RecordProperty> properties = new ArrayList<>();
        for (RecordComponentInfo component : type.unsortedRecordComponents()) {
            FieldInfo field = type.field(component.name());
            if (field.hasAnnotation(IGNORED)) {
                continue;
            }
            if (field.hasAnnotation(UNWRAPPED)) {
                properties.addAll(of(index.getClassByName(field.type().name()), index));
            } else {
                boolean isNullable = field.type().hasAnnotation(NULLABLE);
                boolean isLeftOut = isNullable
                        && (leavesOutNull(type.declaredAnnotation(INCLUDED))
                                || leavesOutNull(field.annotation(INCLUDED)));
                properties.add(
                        new RecordProperty(name(type, component), field.type(), isNullable && !isLeftOut, !isLeftOut));
            }
        }
        return properties;
    }

    private static boolean leavesOutNull(@Nullable AnnotationInstance included) {
        return included != null
                && included.value() != null
                && included.value().asEnum().equals(JsonInclude.Include.NON_NULL.name());
    }

    private static String name(ClassInfo type, RecordComponentInfo component) {
        AnnotationInstance naming = type.declaredAnnotation(NAMING);
        return naming == null
                ? component.name()
                : PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.name());
    }
}
