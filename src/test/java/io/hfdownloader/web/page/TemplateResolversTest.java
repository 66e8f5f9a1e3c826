package io.hfdownloader.web.page;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.hfdownloader.web.HubStandInResource;
import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the build has written for templates to read records with, against the records. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class TemplateResolversTest {

    private record Unknown(String text) {}

    @Inject
    Engine engine;

    @Test
    void everyComponentOfEveryRecordIsReadAsTheRecordHasIt() throws ReflectiveOperationException {
        List<String> wrong = new ArrayList<>();
        int read = 0;
        for (Class<?> type : TemplateTypes.ofAllPages().records()) {
            Object sample = sample(type);
            for (RecordComponent component : type.getRecordComponents()) {
                String shown = engine.parse("{record." + component.getName() + "}")
                        .data("record", sample)
                        .render();
                if (!shown.equals(String.valueOf(value(component, sample)))) {
                    wrong.add(type.getName() + "." + component.getName() + " is read as " + shown);
                }
                read++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(read).isGreaterThan(80);
    }

    /** Without this the pages of all tests would pass, whatever they read. */
    @Test
    void whatIsFoundByReflectionOnlyIsRefusedInAllTests() {
        assertThatThrownBy(() -> engine.parse("{record.text}")
                        .data("record", new Unknown("x"))
                        .render())
                .isInstanceOfAny(TemplateException.class, IllegalStateException.class)
                .hasStackTraceContaining("by reflection");
    }

    private static Object value(RecordComponent component, Object of) throws ReflectiveOperationException {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(of);
    }

    /** With something in each component. */
    private static Object sample(Class<?> type) throws ReflectiveOperationException {
        if (type.isRecord()) {
            Class<?>[] types = Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Object[] values = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                values[i] = sample(types[i]);
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        }
        if (type == List.class) {
            return List.of("one", "two");
        }
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == long.class) {
            return 5_000_000_000L;
        }
        return 7;
    }
}
