package io.hfdownloader.web.page;

import java.util.List;
import java.util.Set;

import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native executable has no reflection: what templates read there, Quarkus has written down at the build. That it does for
 * all of a record only where the record asks for it.
 */
@Tag("fast")
class TemplateTypesTest {

    /** Lists are told by what is in them. All of these are known to the engine of the templates by themselves. */
    private static final Set<Class<?>> KNOWN =
            Set.of(List.class, String.class, boolean.class, int.class, long.class, Integer.class);

    private record Bare(String text, List<Inner> inner) {

        private record Inner(int number, Thread.State state) {}
    }

    /** A page that is none. */
    private static final class Sample {
        static TemplateInstance page(List<Bare> rows) {
            throw new UnsupportedOperationException(rows.toString());
        }
    }

    @Test
    void everyRecordThatATemplateSeesIsReadWithoutReflection() {
        assertThat(TemplateTypes.ofAllPages().records())
                .contains(DownloadRows.class, DownloadRow.Head.class, LibraryRow.class, LinkedText.Part.class)
                .allSatisfy(type -> assertThat(type.isAnnotationPresent(TemplateData.class))
                        .as("@TemplateData on " + type.getName())
                        .isTrue());
    }

    @Test
    void templatesSeeNothingButRecordsTextsNumbersAndLists() {
        assertThat(KNOWN).containsAll(TemplateTypes.ofAllPages().others());
    }

    @Test
    void recordsInListsAndInRecordsAreFound() {
        TemplateTypes types = TemplateTypes.of(List.of(Sample.class));
        assertThat(types.records()).containsExactly(Bare.class, Bare.Inner.class);
        assertThat(types.others()).contains(Thread.State.class);
    }
}
