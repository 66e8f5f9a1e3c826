package io.hfdownloader.cache;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class LoadingCacheTest {

    private final LoadingCache<String, Integer> cache = new LoadingCache<>(new LruCache<>(10));
    private final List<UniEmitter<? super Integer>> loadings = new ArrayList<>();

    @Test
    void aValueIsLoadedOnceForAllWhoAskMeanwhileAndLater() {
        UniAssertSubscriber<Integer> first = ask();
        UniAssertSubscriber<Integer> second = ask();
        assertThat(loadings).hasSize(1);

        loadings.get(0).complete(7);

        first.assertItem(7);
        second.assertItem(7);
        ask().assertItem(7);
        assertThat(loadings).hasSize(1);
    }

    @Test
    void whatIsForgottenIsLoadedAnewAndWhatWasOnItsWayIsNotKept() {
        UniAssertSubscriber<Integer> before = ask();
        cache.clear();
        UniAssertSubscriber<Integer> after = ask();
        assertThat(loadings).hasSize(2);

        loadings.get(0).complete(7);
        before.assertItem(7);
        after.assertNotTerminated();
        loadings.get(1).complete(8);

        after.assertItem(8);
        ask().assertItem(8);
        assertThat(loadings).hasSize(2);
    }

    @Test
    void aFailureIsToldToAllWhoWaitAndNotKept() {
        UniAssertSubscriber<Integer> first = ask();
        UniAssertSubscriber<Integer> second = ask();

        loadings.get(0).fail(new IllegalStateException("no"));

        first.assertFailedWith(IllegalStateException.class);
        second.assertFailedWith(IllegalStateException.class);
        UniAssertSubscriber<Integer> third = ask();
        loadings.get(1).complete(7);
        third.assertItem(7);
    }

    @Test
    void whoeverStopsWaitingTakesNothingFromTheOthers() {
        UniAssertSubscriber<Integer> first = ask();
        UniAssertSubscriber<Integer> second = ask();
        first.cancel();

        loadings.get(0).complete(7);

        second.assertItem(7);
        ask().assertItem(7);
        assertThat(loadings).hasSize(1);
    }

    @Test
    void whatIsAskedForButNotSubscribedToIsNotLoaded() {
        assertThat(cache.get("key", () -> Uni.createFrom().item(1))).isNotNull();

        assertThat(loadings).isEmpty();
        ask().assertNotTerminated();
        assertThat(loadings).hasSize(1);
    }

    private UniAssertSubscriber<Integer> ask() {
        return cache.get("key", () -> Uni.createFrom().<Integer>emitter(loadings::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
