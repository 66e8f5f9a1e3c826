package io.hfdownloader.hub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.hfdownloader.network.WebAddress;
import io.hfdownloader.text.TextSet;
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
    private static final int MAX_OVERLONG = 1_000;

    /** Lengths of a page that the Hub is known to cut at. */
    private static final Set<Integer> PAGE_LENGTHS = Set.of(1_000, 100, 50);

    /** Files that are looked at for those that come twice, in all: some seconds. */
    private static final long MAX_LOOKED_AT = 500_000_000;

    private final Source source;
    private final RepoId repo;
    private final String commit;
    private final FileTable files = new FileTable(0);
    private final List<RepoTree.Overlong> overlong = new ArrayList<>();
    private final TextSet names = new TextSet();
    private final TextSet folders = new TextSet();
    private long lookedAt;
    /** Both guarded by this: whoever gives up does not stop the page that is coming just then. */
    private int taken;

    private boolean ended;
    private final Set<WebAddress> visited = new HashSet<>();
    private final Set<Integer> lengths = new HashSet<>();
    private @Nullable WebAddress next;
    private int lastLength;

    /** Where pages come from. */
    interface Source {

        /** Where the first page is asked for. */
        WebAddress firstPage();

        /**
         * Fails where a link to a next page is there and cannot be followed. The item arrives on a worker.
         *
         * @param entries gets what the page lists while it comes; its failure is that of the page
         */
        Uni<Page> page(WebAddress address, Consumer<TreePage.Entry> entries);

        /** All paths of files that the Hub names for the commit; empty when it does not name them. Never fails. */
        Uni<Optional<TextSet>> siblings();

        /**
         * Takes room in the memory that all listings share, of which the siblings are no measure: of large repos the Hub names a part, or none.
         * Fails where there is none left.
         *
         * @param files how many files of ordinary paths
         */
        void take(int files);

        /** Gives it back. */
        void giveBack(int files);

        /** The exception for a listing that is none. */
        HubException notAHub(String what);

        /** The exception for a listing of which a part is missing. */
        HubException incomplete(String what);
    }

    /**
     * One page.
     *
     * @param length how many entries it has
     * @param next where the next one is asked for; null when it is the last one
     */
    record Page(int length, @Nullable WebAddress next) {}

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
                .map(proved -> new RepoTree(repo, commit, files.files(), overlong))
                .onTermination()
                .invoke(this::giveBack);
    }

    // --- pages -------------------------------------------------------------------------------------------------

    private Uni<Page> nextPage() {
        WebAddress address = next;
        if (address == null || visited.size() >= MAX_PAGES) {
            return Uni.createFrom().failure(source.notAHub("its listing does not end"));
        }
        int before = paths();
        return visited.add(address)
                ? source.page(address, this::add).invoke(page -> ended(page, before))
                : Uni.createFrom()
                        .failure(source.incomplete("its listing does not end, as its pages lead back to one another"));
    }

    /** @param before how many paths there were before it */
    private void ended(Page page, int before) {
        if (page.next() != null && paths() == before) {
            throw source.incomplete(
                    "its listing does not end, as a page of it brings nothing new and names another one");
        }
        if (page.next() != null) {
            lengths.add(page.length());
        }
        next = page.next();
        lastLength = page.length();
    }

    private void add(TreePage.Entry entry) {
        if (entry.path() != null && !entry.isFile()) {
            folders.add(entry.path());
        }
        if (entry.isFile()) {
            if (entry.path() != null && entry.sizeBytes().isEmpty()) {
                throw source.incomplete(
                        "it tells no size of " + UntrustedText.name(entry.path()) + " that a file can have");
            }
            addFile(entry, entry.path() == null ? "" : entry.path());
        }
    }

    private void addFile(TreePage.Entry entry, String path) {
        boolean apart = RepoTree.Overlong.is(path);
        if (!apart && names.isNew(path)) {
            take(1 + path.length() / FileTable.CHARS_LIKE_A_FILE);
            if (!entry.addTo(files)) {
                throw unsound();
            }
            return;
        }
        RepoFile file = entry.toRepoFile().orElseThrow(this::unsound);
        if (!apart || !names.isNew(path)) {
            refuseOther(file, apart);
        } else {
            add(RepoTree.Overlong.of(path, file.sizeBytes()));
        }
    }

    private HubException unsound() {
        return source.notAHub("its listing has an unsound entry");
    }

    private void add(RepoTree.Overlong file) {
        if (overlong.size() >= MAX_OVERLONG) {
            throw source.notAHub("its listing has more than " + MAX_OVERLONG + " names that are too long for any disk");
        }
        overlong.add(file);
    }

    private void refuseOther(RepoFile file, boolean apart) {
        boolean same = apart ? overlong.contains(RepoTree.Overlong.of(file.path(), file.sizeBytes())) : isSame(file);
        if (!same) {
            throw source.notAHub("its listing has one file twice, and not the same");
        }
    }

    /** Files and folders that came. */
    private int paths() {
        return names.size() + folders.size();
    }

    /** Whether a file came so before, and most likely a short while ago. In an ordinary listing none comes twice. */
    private boolean isSame(RepoFile file) {
        int row = files.lastRow(file.path());
        lookedAt += files.size() - row;
        if (lookedAt > MAX_LOOKED_AT) {
            throw source.notAHub("its listing has far too many files twice");
        }
        return row >= 0 && file.equals(new RepoFile(files, row));
    }

    private synchronized void take(int more) {
        if (!ended) {
            source.take(more);
            taken += more;
        }
    }

    private synchronized void giveBack() {
        ended = true;
        source.giveBack(taken);
        taken = 0;
    }

    // --- whether they are all ----------------------------------------------------------------------------------

    private Uni<Void> proveWhole(Optional<TextSet> siblings) {
        TextSet named = siblings.orElseGet(TextSet::new);
        if (named.size() > paths() || names.countMissing(named, folders) > 0) {
            return Uni.createFrom()
                    .failure(source.incomplete(files.size() + overlong.size() + " files came, but the Hub names "
                            + named.size() + " for this commit"));
        }
        return named.isSame(names) || files.size() < 2 ? Uni.createFrom().voidItem() : proveLinksArrive();
    }

    /** Asked for one entry of several, a page must name the next one; else no page was ever known to be the last. */
    private Uni<Void> proveLinksArrive() {
        WebAddress first = source.firstPage();
        WebAddress ofOne = first.withTarget(first.target() + (first.target().indexOf('?') < 0 ? "?" : "&") + "limit=1");
        return source.page(ofOne, entry -> {})
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
        boolean limited = ofOne.filter(page -> page.length() < paths()).isPresent();
        if (!arrived && (limited || isCutLength(lastLength))) {
            throw source.incomplete("no page of it names the next one, not even where there must be one");
        }
    }

    private boolean isCutLength(int length) {
        return PAGE_LENGTHS.contains(length) || lengths.contains(length);
    }
}
