package io.hfdownloader.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class RefreshingCacheTest {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration WHILE_REVALIDATED = Duration.ofHours(1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // the time of a process may begin anywhere
    private final List<UniEmitter<? super Integer>> loadings = new ArrayList<>();
    private RefreshingCache<String, Integer> cache = withPatience(Duration.ofSeconds(30));

    @Test
    void aFreshValueIsGivenAsItIs() {
        load(7);
        pass(FRESH);

        ask().assertItem(7);
        assertThat(loadings).hasSize(1);
    }

    @Test
    void anOlderOneIsGivenWhileANewOneIsLoadedOnce() {
        load(7);
        pass(FRESH.plusNanos(1));

        ask().assertItem(7);
        ask().assertItem(7);
        assertThat(loadings).hasSize(2);
        loadings.get(1).complete(8);

        ask().assertItem(8);
        assertThat(loadings).hasSize(2);
    }

    @Test
    void whatIsForgottenIsLoadedAnewAndWhatWasOnItsWayIsNotKept() {
        load(7);
        cache.clear();
        var before = ask();
        before.assertNotTerminated();
        cache.clear();
        var after = ask();
        assertThat(loadings).hasSize(3);

        loadings.get(1).complete(8);
        before.assertItem(8);
        after.assertNotTerminated();
        loadings.get(2).complete(9);

        after.assertItem(9);
        ask().assertItem(9);
        assertThat(loadings).hasSize(3);
    }

    @Test
    void whatCannotBeLoadedAnewStaysAndIsTriedAgain() {
        load(7);
        pass(FRESH.plusNanos(1));

        ask().assertItem(7);
        loadings.get(1).fail(new IOException("away"));

        ask().assertItem(7);
        assertThat(loadings).hasSize(3);
    }

    @Test
    void aVeryOldOneIsGivenWhereTheNewOneFailsForAReasonThatPasses() {
        load(7);
        pass(WHILE_REVALIDATED.plusNanos(1));

        UniAssertSubscriber<Integer> first = ask();
        first.assertNotTerminated();
        loadings.get(1).fail(new IOException("away"));

        first.assertItem(7);
    }

    @Test
    void otherFailuresAreTold() {
        load(7);
        pass(WHILE_REVALIDATED.plusNanos(1));

        UniAssertSubscriber<Integer> first = ask();
        loadings.get(1).fail(new IllegalStateException("refused"));

        first.assertFailedWith(IllegalStateException.class);
    }

    @Test
    void aVeryOldOneIsGivenWhereTheNewOneDoesNotCome() {
        cache = withPatience(Duration.ofMillis(1));
        load(7);
        pass(WHILE_REVALIDATED.plusNanos(1));

        ask().awaitItem().assertItem(7);

        loadings.get(1).complete(8);
        ask().assertItem(8);
    }

    @Test
    void theFirstLoadingIsSharedAndItsFailureNotKept() {
        UniAssertSubscriber<Integer> first = ask();
        UniAssertSubscriber<Integer> second = ask();
        assertThat(loadings).hasSize(1);
        loadings.get(0).fail(new IOException("away"));

        first.assertFailedWith(IOException.class);
        second.assertFailedWith(IOException.class);
        load(7);
        ask().assertItem(7);
    }

    private RefreshingCache<String, Integer> withPatience(Duration patience) {
        return new RefreshingCache<>(
                new LruCache<>(10),
                new RefreshingCache.Ages(FRESH, WHILE_REVALIDATED, patience),
                IOException.class::isInstance,
                now::get);
    }

    private void load(int value) {
        UniAssertSubscriber<Integer> asked = ask();
        loadings.get(loadings.size() - 1).complete(value);
        asked.assertItem(value);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private UniAssertSubscriber<Integer> ask() {
        return cache.get("key", () -> Uni.createFrom().<Integer>emitter(loadings::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
