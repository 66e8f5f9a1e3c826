package io.hfdownloader.hub;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.TextSet;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The room that all listings share comes back from one that nobody waits for any more, and that is still coming. */
@Tag("fast")
class GivenUpListingTest {

    private static final String PART = "{\"type\":\"file\",\"oid\":\"%s\",\"size\":1,\"path\":\"%s\"},";

    /** A page that comes as slowly as is wanted. */
    private static final class SlowPage implements TreeListing.Source {

        private final AtomicInteger taken = new AtomicInteger();
        private @Nullable TreePage page;

        void bring(String text) {
            assertThat(page).isNotNull();
            page.accept(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public WebAddress firstPage() {
            return WebAddress.parse("http://hub.example/tree").orElseThrow();
        }

        @Override
        public Uni<TreeListing.Page> page(WebAddress address, Consumer<TreePage.Entry> entries) {
            page = new TreePage(entries);
            return Uni.createFrom().nothing();
        }

        @Override
        public Uni<Optional<TextSet>> siblings() {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public void take(int files) {
            taken.addAndGet(files);
        }

        @Override
        public void giveBack(int files) {
            taken.addAndGet(-files);
        }

        @Override
        public HubException notAHub(String what) {
            return new HubException(HubException.Kind.NOT_A_HUB, what);
        }

        @Override
        public HubException incomplete(String what) {
            return new HubException(HubException.Kind.LISTING_INCOMPLETE, what);
        }
    }

    @Test
    void whatStillComesTakesNoRoom() {
        SlowPage source = new SlowPage();
        Cancellable listing = new TreeListing(source, RepoId.model("acme/slow"), "c".repeat(40))
                .run()
                .subscribe()
                .with(tree -> {}, failure -> {});
        source.bring("[" + PART.formatted("a".repeat(40), "one.txt"));
        assertThat(source.taken).as("while it is waited for").hasValue(1);

        listing.cancel();
        source.bring(PART.formatted("b".repeat(40), "two.txt"));

        assertThat(source.taken).hasValue(0);
    }
}
