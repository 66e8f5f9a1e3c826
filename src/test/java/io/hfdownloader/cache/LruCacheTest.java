package io.hfdownloader.cache;

import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class LruCacheTest {

    @Test
    void theLeastRecentlyUsedEntryIsForgotten() {
        LruCache<String, Integer> cache = new LruCache<>(2);
        cache.put("a", 1);
        cache.put("b", 2);
        assertThat(cache.get("a")).contains(1);

        cache.put("c", 3);

        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("a")).contains(1);
        assertThat(cache.get("c")).contains(3);
    }

    @Test
    void entriesMakeRoomForWhatWeighsMore() {
        LruCache<String, String> cache = new LruCache<>(100, 10, String::length);
        cache.put("a", "aaaa");
        cache.put("b", "bbbb");

        cache.put("c", "ccccccc");

        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("c")).isPresent();
    }

    @Test
    void whatIsTooHeavyIsNotKeptNorIsWhatItReplaces() {
        LruCache<String, String> cache = new LruCache<>(100, 3, String::length);
        cache.put("a", "aaa");
        cache.put("b", "bbbb");
        assertThat(cache.get("a")).isPresent();
        assertThat(cache.get("b")).isEmpty();

        cache.put("a", "aaaa");
        assertThat(cache.get("a")).isEmpty();
    }

    @Test
    void whatIsReplacedOrRemovedWeighsNothing() {
        LruCache<String, String> cache = new LruCache<>(100, 10, String::length);
        for (int i = 0; i < 20; i++) {
            cache.put("a", "aaaa");
            cache.put("gone", "gggg");
            cache.remove("gone");
        }
        cache.put("b", "bbbbbb");

        assertThat(cache.get("a")).isPresent();
        assertThat(cache.get("b")).isPresent();
    }

    @Test
    void itsBoundsHoldWhateverIsDone() {
        LruCache<Integer, Integer> cache = new LruCache<>(7, 50, Integer::longValue);
        Random random = new Random(20260101);
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(20);
            switch (random.nextInt(3)) {
                case 0 -> cache.remove(key);
                case 1 -> assertThat(cache.get(key).orElse(0)).isLessThanOrEqualTo(50);
                default -> cache.put(key, random.nextInt(60));
            }
            if (i % 100 == 0) {
                var kept = IntStream.range(0, 20)
                        .mapToObj(cache::get)
                        .flatMap(value -> value.stream())
                        .toList();
                assertThat(kept).hasSizeLessThanOrEqualTo(7);
                assertThat(kept.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(50);
            }
        }
    }
}
