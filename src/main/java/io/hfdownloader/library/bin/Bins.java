package io.hfdownloader.library.bin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

import io.hfdownloader.files.Volume;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.layout.LibraryException;
import io.hfdownloader.text.UntrustedText;

/**
 * The bins of all directories that models are in, as one: what was deleted stays on its disk. Any thread; methods that touch the disk
 * say so by "Blocks".
 */
public final class Bins {

    private final Bin main;
    private final Supplier<List<Bin>> further;
    private final Function<RepoId, Optional<Path>> holder;

    /**
     * @param main that of the models directory
     * @param further those of other directories which are there now
     * @param holder the folder that a repo has now
     */
    public Bins(Bin main, Supplier<List<Bin>> further, Function<RepoId, Optional<Path>> holder) {
        this.main = main;
        this.further = further;
        this.holder = holder;
    }

    private List<Bin> all() {
        List<Bin> all = new ArrayList<>(List.of(main));
        all.addAll(further.get());
        return all;
    }

    /** Whether anything is kept at all. */
    public boolean isOn() {
        return main.isOn();
    }

    /** How long something is kept. */
    public Duration window() {
        return main.window();
    }

    /** What is in them, newest first; from memory. */
    public List<BinEntry> entries() {
        List<Bin> all = all();
        return all.size() == 1
                ? main.entries()
                : all.stream()
                        .flatMap(bin -> bin.entries().stream())
                        .sorted(Comparator.comparing(BinEntry::since).reversed().thenComparing(BinEntry::id))
                        .toList();
    }

    /** Bytes that they take; from memory. */
    public long bytes() {
        return all().stream().mapToLong(Bin::bytes).sum();
    }

    /** Bytes that they take on this disk, and would give back. Blocks. */
    public long bytes(Volume volume) throws IOException {
        long bytes = 0;
        for (Bin bin : all()) {
            bytes += bin.bytes(volume);
        }
        return bytes;
    }

    /** Where an entry was, and would be again. */
    public Path origin(BinEntry entry) {
        return holder(entry.id()).orElse(main).shownOrigin(entry);
    }

    /**
     * See {@link Bin#restore}. Blocks briefly.
     *
     * @throws LibraryException also when the model is in another directory by now, whose files would be hidden by these or hide them
     */
    public BinEntry restore(String id) throws IOException {
        Optional<BinEntry> known =
                entries().stream().filter(entry -> entry.id().equals(id)).findFirst();
        RepoId repo = known.map(BinEntry::repo).orElse(null);
        if (repo != null) {
            Optional<Path> now = holder.apply(repo).filter(folder -> !folder.equals(origin(known.orElseThrow())));
            if (now.isPresent()) {
                throw LibraryException.nameTaken(
                        UntrustedText.name(repo.folder()), now.get().toString());
            }
        }
        return holder(id).orElse(main).restore(id);
    }

    /** See {@link Bin#delete}. Blocks briefly. */
    public void delete(String id) throws IOException {
        holder(id).orElse(main).delete(id);
    }

    /** See {@link Bin#giveWay}. Blocks for as long as the disk takes. */
    public long giveWay(Volume volume, long bytes) throws IOException {
        long won = 0;
        for (Bin bin : all()) {
            won += bin.giveWay(volume, bytes - won);
        }
        return won;
    }

    /**
     * Makes room for what is copied to a disk, as far as there is none yet. Blocks for as long as the disk takes.
     *
     * @param kept how many bytes of a disk of that size stay free
     * @return false when there is too little, also with what is here gone; then all of that stays
     */
    public boolean makeRoom(Volume disk, long bytes, LongUnaryOperator kept) throws IOException {
        long lacking = bytes + kept.applyAsLong(disk.totalBytes()) - disk.freeBytes();
        return lacking <= 0 || bytes(disk) >= lacking && giveWay(disk, lacking) >= lacking;
    }

    /** See {@link Bin#care}. Blocks. */
    public void care(Instant now) throws IOException {
        for (Bin bin : all()) {
            bin.care(now);
        }
    }

    private Optional<Bin> holder(String id) {
        return all().stream()
                .filter(bin ->
                        bin.entries().stream().anyMatch(entry -> entry.id().equals(id)))
                .findFirst();
    }
}
