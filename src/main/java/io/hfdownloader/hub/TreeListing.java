package io.hfdownloader.hub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.UntrustedText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of a repo at one commit, page after page, and gives them when they are all. That they are is told by the
 * Hub's other list, the siblings of the commit; where there is none, by what becomes of the link to a next page. Pages that
 * go in circles, links that cannot be read and lists that contradict each other are a failure. Used by one subscription.
 */
final class TreeListing {

    private static final int MAX_PAGES = 1_000;
    private static final int MAX_FILES = 1_000_000;

    /** Lengths of a page that the Hub is known to cut at. */
    private static final Set<Integer> PAGE_LENGTHS = Set.of(1_000, 100, 50);

    private final Source source;
    private final RepoId repo;
    private final String commit;
    private final Map<String, RepoFile> files = new LinkedHashMap<>();
    private final Set<String> paths = new HashSet<>();
    private final Set<WebAddress> visited = new HashSet<>();
    private final Set<Integer> lengths = new HashSet<>();
    private @Nullable WebAddress next;
    private int lastLength;

    /** Where pages come from. */
    interface Source {

        /** Where the first page is asked for. */
        WebAddress firstPage();

        /** Fails where a link to a next page is there and cannot be followed. The item arrives on a worker. */
        Uni<Page> page(WebAddress address);

        /** All paths of files that the Hub names for the commit; empty when it does not name them. Never fails. */
        Uni<Optional<Set<String>>> siblings();

        /** The exception for a listing that is none. */
        HubException notAHub(String what);

        /** The exception for a listing of which a part is missing. */
        HubException incomplete(String what);
    }

    /**
     * One page.
     *
     * @param entries what it lists
     * @param next where the next one is asked for; null when it is the last one
     */
    record Page(
            List<HubJson.@Nullable TreeEntry> entries,
            @Nullable WebAddress next) {}

    TreeListing(Source source, RepoId repo, String commit) {
        this.source = source;
        this.repo = repo;
        this.commit = commit;
        this.next = source.firstPage();
    }

    Uni<RepoTree> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::nextPage)
                .whilst(page -> page.next() != null)
                .onItem()
                .ignoreAsUni()
                .chain(source::siblings)
                .chain(this::proveWhole)
                .map(proved -> new RepoTree(repo, commit, new ArrayList<>(files.values())));
    }

    // --- pages -------------------------------------------------------------------------------------------------

    private Uni<Page> nextPage() {
        WebAddress address = next;
        if (address == null || visited.size() >= MAX_PAGES) {
            return Uni.createFrom().failure(source.notAHub("its listing does not end"));
        }
        return visited.add(address)
                ? source.page(address).invoke(this::add)
                : Uni.createFrom()
                        .failure(source.incomplete("its listing does not end, as its pages lead back to one another"));
    }

    private void add(Page page) {
        int before = paths.size();
        page.entries().forEach(this::add);
        if (page.next() != null && paths.size() == before) {
            throw source.incomplete(
                    "its listing does not end, as a page of it brings nothing new and names another one");
        }
        if (page.next() != null) {
            lengths.add(page.entries().size());
        }
        next = page.next();
        lastLength = page.entries().size();
    }

    private void add(HubJson.@Nullable TreeEntry entry) {
        if (entry == null) {
            return;
        }
        if (entry.path() != null) {
            paths.add(entry.path());
        }
        if (entry.isFile()) {
            if (entry.path() != null && entry.sizeBytes().isEmpty()) {
                throw source.incomplete(
                        "it tells no size of " + UntrustedText.name(entry.path()) + " that a file can have");
            }
            RepoFile file = entry.toRepoFile().orElseThrow(() -> source.notAHub("its listing has an unsound entry"));
            if (files.size() >= MAX_FILES) {
                throw source.notAHub("its listing does not end");
            }
            RepoFile same = files.putIfAbsent(file.path(), file);
            if (same != null && !same.equals(file)) {
                throw source.notAHub("its listing has one file twice, and not the same");
            }
        }
    }

    // --- whether they are all ----------------------------------------------------------------------------------

    private Uni<Void> proveWhole(Optional<Set<String>> siblings) {
        Set<String> named = siblings.orElse(Set.of());
        long missing = named.stream()
                .filter(name -> !paths.contains(name))
                .limit(MAX_FILES)
                .count();
        if (missing > 0) {
            return Uni.createFrom()
                    .failure(source.incomplete(
                            files.size() + " files came, but the Hub names " + named.size() + " for this commit"));
        }
        return named.equals(files.keySet()) || files.size() < 2
                ? Uni.createFrom().voidItem()
                : proveLinksArrive();
    }

    /** Asked for one entry of several, a page must name the next one; else no page was ever known to be the last. */
    private Uni<Void> proveLinksArrive() {
        WebAddress first = source.firstPage();
        WebAddress ofOne = first.withTarget(first.target() + (first.target().indexOf('?') < 0 ? "?" : "&") + "limit=1");
        return source.page(ofOne)
                .map(Optional::of)
                .onFailure(TreeListing::knowsNoLimit)
                .recoverWithItem(Optional.empty())
                .invoke(this::proveLinkArrived)
                .replaceWithVoid();
    }

    private static boolean knowsNoLimit(Throwable failure) {
        return failure instanceof HubException refused && refused.kind() == HubException.Kind.BAD_REQUEST;
    }

    private void proveLinkArrived(Optional<Page> ofOne) {
        boolean arrived = ofOne.filter(page -> page.next() != null).isPresent();
        boolean limited =
                ofOne.filter(page -> page.entries().size() < paths.size()).isPresent();
        if (!arrived && (limited || isCutLength(lastLength))) {
            throw source.incomplete("no page of it names the next one, not even where there must be one");
        }
    }

    private boolean isCutLength(int length) {
        return PAGE_LENGTHS.contains(length) || lengths.contains(length);
    }
}
