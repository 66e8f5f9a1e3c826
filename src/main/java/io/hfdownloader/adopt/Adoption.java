package io.hfdownloader.adopt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.adopt.shape.Found;
import io.hfdownloader.adopt.shape.FoundFile;
import io.hfdownloader.adopt.shape.ShapeSearch;
import io.hfdownloader.files.RootFolder;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.RepoFile;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoTree;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.library.layout.ShownPath;
import io.hfdownloader.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Finds models on the disk that nobody manages, tells which repositories they are of, and takes them into the library. For any
 * thread; all methods block.
 */
@ApplicationScoped
public class Adoption {

    /** So many can be chosen at a time. */
    public static final int MAX_CHOICES = ShapeSearch.MAX_FOUND;

    private static final int MAX_FILES = 50_000;

    private final HubClient hub;
    private final ModelLibrary library;
    private final ShownPath shown;
    private final SearchPlaces places;
    private final AdoptStore store;
    private final RememberedSums sums;

    public Adoption(ObjectMapper json, HubClient hub, ModelLibrary library, ShownPath shown, AdoptConfig config) {
        this.hub = hub;
        this.library = library;
        this.shown = shown;
        this.places = new SearchPlaces(library.layout().root(), config);
        this.store = new AdoptStore(json, library.layout());
        this.sums = new RememberedSums(json, library.layout());
    }

    /**
     * What a look came to.
     *
     * @param cut whether there may be more than it tells
     */
    public record Outcome(List<FoundModel> found, boolean cut) {
        public Outcome {
            found = List.copyOf(found);
        }
    }

    /** @throws AdoptException when models may not be looked for there, or nothing is there */
    public void check(String path) {
        Objects.requireNonNull(places.at(path));
    }

    // --- looking -----------------------------------------------------------------------------------------------

    /** One that was found, and what it may be. */
    private record Seen(RootFolder root, Found found, RepoMatching.Candidates candidates) {}

    /**
     * Looks for models, and finds out what they are. What is found is kept under the id.
     *
     * @param path where; null for everywhere it may
     * @param repo which repository it is; null for whatever it is
     */
    public Outcome find(UUID id, @Nullable String path, @Nullable RepoId repo, Progress progress) throws IOException {
        List<SearchPlaces.Place> all = path == null ? places.all() : List.of(places.at(path));
        KnownFiles known = new KnownFiles(library.freshModels());
        RepoMatching matching = new RepoMatching(new HubLookup(hub, progress::isStopped));
        List<Seen> seen = new ArrayList<>();
        boolean cut = false;
        int files = 0;
        for (SearchPlaces.Place place : all) {
            ShapeSearch.Outcome outcome = search(place, known, progress).run(place.start());
            cut |= outcome.cut();
            for (Found found : outcome.found()) {
                files += found.files().size();
                if (seen.size() >= ShapeSearch.MAX_FOUND || files > MAX_FILES) {
                    cut = true;
                    break;
                }
                seen.add(new Seen(place.root(), found, matching.candidates(place.root(), found, repo)));
            }
        }
        hash(seen, progress);
        List<Finding> findings = new ArrayList<>();
        for (Seen one : seen) {
            findings.add(finding(findings.size() + 1, one, matching, progress));
        }
        sums.save();
        store.write(new AdoptRecord(id, findings, List.of(), Instant.now()));
        return new Outcome(findings.stream().map(Finding::model).toList(), cut);
    }

    private ShapeSearch search(SearchPlaces.Place place, KnownFiles known, Progress progress) {
        Path root = place.root().path();
        return new ShapeSearch(
                root, known::contains, folder -> !folder.equals(root) && places.isModels(folder), progress::isStopped);
    }

    /** All that may be what a candidate lists, several files at a time. */
    private void hash(List<Seen> seen, Progress progress) throws IOException {
        Map<String, Callable<Object>> parts = new LinkedHashMap<>();
        long total = 0;
        for (Seen one : seen) {
            Set<FoundFile> plausible = new HashSet<>();
            one.candidates()
                    .trees()
                    .forEach(tree -> plausible.addAll(
                            Assignment.bySize(tree, one.found().files()).files().keySet()));
            for (FoundFile file : plausible) {
                Callable<Object> part = () -> hash(one.root(), file, progress);
                if (parts.putIfAbsent(one.root().path() + "\n" + file.source(), part) == null) {
                    total += file.sizeBytes();
                }
            }
        }
        progress.total(total);
        progress.all(List.copyOf(parts.values()));
    }

    private Optional<ContentSums> hash(RootFolder root, FoundFile file, Progress progress) throws IOException {
        AtomicLong counted = new AtomicLong();
        Optional<ContentSums> content =
                sums.of(root, file, progress::isStopped, read -> progress.done(read - counted.getAndSet(read)));
        progress.done(file.sizeBytes() - counted.get());
        return content;
    }

    private Finding finding(int number, Seen seen, RepoMatching matching, Progress progress) {
        Found found = seen.found();
        Optional<Assignment> proved = matching.proved(found, seen.candidates(), sumsOf(seen.root(), progress));
        RepoTree named = seen.candidates().named();
        RepoTree tree = proved.map(Assignment::tree).orElse(named);
        MissingFiles missing = proved.map(some -> MissingFiles.of(
                        some.tree(),
                        some.files().values().stream().map(RepoFile::path).collect(Collectors.toSet())))
                .orElse(new MissingFiles(List.of(), true));
        Proof proof = proved.map(some -> RepoMatching.isWhole(some, found) ? Proof.PROVED : Proof.PARTLY)
                .orElse(named == null ? Proof.UNKNOWN : Proof.DIFFERENT);
        Path place = seen.root().path().resolve(found.place());
        FoundModel model = new FoundModel(
                String.valueOf(number),
                UntrustedText.name(shown.of(place), UntrustedText.MAX_MESSAGE_CHARS),
                found.kind(),
                UntrustedText.name(found.name()),
                tree == null ? null : tree.repo().type().word(),
                tree == null ? null : tree.repo().id(),
                proved.map(some -> some.tree().commit()).orElse(null),
                proof,
                found.files().size(),
                found.sizeBytes(),
                proved.map(some -> some.files().size()).orElse(0),
                proved.map(Assignment::bytes).orElse(0L),
                missing.files().size(),
                missing.bytes(),
                missing.complete(),
                ways(seen));
        return new Finding(model, seen.root().path().toString(), found.place(), found.files());
    }

    private Function<FoundFile, Optional<ContentSums>> sumsOf(RootFolder root, Progress progress) {
        Map<FoundFile, Optional<ContentSums>> asked = new HashMap<>();
        return file -> asked.computeIfAbsent(file, one -> {
            try {
                return sums.of(root, one, progress::isStopped, read -> {});
            } catch (IOException unreadable) {
                return Optional.empty(); // of which nothing can be proved
            }
        });
    }

    private List<How> ways(Seen seen) {
        boolean isStore = seen.found().kind().isStore();
        if (Adopter.rootBeside(library, seen.root()).isEmpty()) { // files have no second name on another disk
            return isStore ? List.of(How.COPY, How.LEAVE) : List.of(How.MOVE, How.COPY, How.LEAVE);
        }
        return isStore
                ? List.of(How.HARDLINK, How.REFLINK, How.LEAVE)
                : List.of(How.MOVE, How.HARDLINK, How.REFLINK, How.LEAVE);
    }

    // --- adopting ----------------------------------------------------------------------------------------------

    /**
     * Keeps what was chosen, to be done by {@link #adopt}.
     *
     * @param look the task that found it
     * @return under which id
     * @throws AdoptException when one was not found by it
     */
    public UUID choose(UUID look, List<Choice> choices) throws IOException {
        AdoptRecord found = store.read(look).orElseThrow(() -> AdoptException.unknown(look.toString()));
        Map<String, Finding> byId = new HashMap<>();
        for (Finding finding : found.found()) {
            byId.put(finding.model().id(), finding);
            byId.putIfAbsent(finding.model().path(), finding);
        }
        List<Finding> chosen = new ArrayList<>();
        List<Choice> kept = new ArrayList<>();
        for (Choice choice : choices) {
            Finding finding = byId.get(choice.id());
            if (finding == null) {
                throw AdoptException.unknown(choice.id());
            }
            if (choice.how() == How.MOVE && finding.model().shape().isStore()) {
                throw AdoptException.store(finding.model().name());
            }
            if (!finding.model().ways().contains(choice.how())) {
                throw AdoptException.impossible(finding.model().name(), choice.how());
            }
            if (choice.how() != How.LEAVE
                    && choice.repo() == null
                    && finding.model().repo() == null) {
                throw AdoptException.noRepo(finding.model().name());
            }
            chosen.add(finding);
            kept.add(choice);
        }
        UUID id = UUID.randomUUID();
        store.write(new AdoptRecord(id, chosen, kept, Instant.now()));
        return id;
    }

    /**
     * Does what was chosen; what was done by an earlier run stays done.
     *
     * @param keptFree how many bytes of a disk of that size no copy is to fill
     */
    public AdoptOutcome adopt(UUID chosen, LongUnaryOperator keptFree, Progress progress) throws IOException {
        AdoptRecord record = store.read(chosen).orElseThrow(() -> AdoptException.unknown(chosen.toString()));
        Adopter adopter =
                new Adopter(library, places, sums, new HubLookup(hub, progress::isStopped), keptFree, progress);
        try {
            return adopter.adopt(record.found(), record.choices());
        } finally {
            sums.save();
        }
    }
}
