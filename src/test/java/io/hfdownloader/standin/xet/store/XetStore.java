package io.hfdownloader.standin.xet.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.hfdownloader.standin.content.RandomAccessBytes;

/**
 * All files and xorbs that there are. Chunks that are there already are not stored again. Xorbs lie in temporary
 * files and not in memory. Safe for all threads; adding is for one at a time.
 */
public final class XetStore implements AutoCloseable {

    private final XorbLimits limits;
    private final Map<XetHash, XetFile> files = new ConcurrentHashMap<>();
    private final Map<XetHash, Xorb> xorbs = new ConcurrentHashMap<>();
    private final Map<XetHash, XetUpload.Place> chunks = new HashMap<>();
    private final List<Xorb> open = new ArrayList<>();

    /** A store without any file. */
    public XetStore(XorbLimits limits) {
        this.limits = limits;
    }

    /** Blocks, a few seconds per gigabyte. Files that are uploaded together, so that they share xorbs. */
    public synchronized List<XetFile> add(List<? extends RandomAccessBytes> contents) {
        try {
            XetUpload xetUpload = new XetUpload(limits, chunks);
            List<XetUpload.Draft> drafts = new ArrayList<>();
            for (RandomAccessBytes content : contents) {
                drafts.add(xetUpload.file(content));
            }
            xetUpload.build().forEach(this::keep);
            List<XetFile> added = drafts.stream().map(XetUpload.Draft::file).toList();
            added.forEach(file -> files.put(file.hash(), file));
            return added;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a file whose xorbs were made by somebody else. */
    public synchronized void add(XetFile file) {
        file.terms().forEach(term -> keep(term.xorb()));
        files.put(file.hash(), file);
    }

    /** A file by its hash. */
    public Optional<XetFile> file(XetHash hash) {
        return Optional.ofNullable(files.get(hash));
    }

    /** A xorb by its hash. */
    public Optional<Xorb> xorb(XetHash hash) {
        return Optional.ofNullable(xorbs.get(hash));
    }

    /** All xorbs, in no order. */
    public Collection<Xorb> xorbs() {
        return List.copyOf(xorbs.values());
    }

    /** Blocks. Xorbs can no longer be read. */
    @Override
    public synchronized void close() {
        try {
            for (Xorb xorb : open) {
                xorb.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(Xorb xorb) {
        if (xorbs.putIfAbsent(xorb.hash(), xorb) == null) {
            open.add(xorb);
        }
    }
}
