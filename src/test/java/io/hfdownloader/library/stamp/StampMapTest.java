package io.hfdownloader.library.stamp;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class StampMapTest {

    private static final Stamp OLD = new Stamp(7, FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));
    private static final Stamp NEW = new Stamp(1L << 40, FileTime.from(Instant.parse("2026-11-28T00:00:00Z")));

    @Test
    void itIsTheMapThatItWasMadeOf() {
        Map<String, Stamp> made = new HashMap<>(Map.of("b/c.gguf", OLD, "a.json", NEW, "ü", OLD));
        StampMap copy = StampMap.copyOf(made);
        assertThat(copy).isEqualTo(made).hasSameHashCodeAs(made).containsOnlyKeys("a.json", "b/c.gguf", "ü");
        assertThat(made).isEqualTo(copy);
        assertThat(copy.get("b/c.gguf")).isEqualTo(OLD);
        assertThat(copy.get("b")).isNull();
        assertThat(copy.containsKey("a.json")).isTrue();
        assertThat(copy.keySet()).containsExactly("a.json", "b/c.gguf", "ü");
        assertThat(StampMap.copyOf(copy)).isSameAs(copy);

        assertThat(StampMap.copyOf(made)).isEqualTo(copy);
        made.put("a.json", new Stamp(1L << 40, OLD.modified()));
        assertThat(StampMap.copyOf(made)).isNotEqualTo(copy);
        made.put("a.json", new Stamp(1, NEW.modified()));
        assertThat(StampMap.copyOf(made)).isNotEqualTo(copy);
        assertThat(StampMap.copyOf(Map.of())).isEmpty();
    }

    @Test
    void aTimeThatNoFileSystemHasIsTheSameEachTime() {
        Stamp far = new Stamp(1, FileTime.from(Instant.parse("9999-01-01T00:00:00Z")));
        assertThat(StampMap.copyOf(Map.of("a", far))).isEqualTo(StampMap.copyOf(Map.of("a", far)));
        assertThat(StampMap.copyOf(Map.of("a", far))).isNotEqualTo(StampMap.copyOf(Map.of("a", NEW)));
    }
}
