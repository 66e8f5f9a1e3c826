package io.hfdownloader.standin.xet.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.content.RandomAccessBytes;
import org.jspecify.annotations.Nullable;

/** One upload of some files. */
final class XetUpload {

    private final XorbLimits limits;
    private final Map<XetHash, Place> known;
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final List<XorbWriter> full = new ArrayList<>();
    private @Nullable XorbWriter current;

    /** @param known where chunks are; grows */
    XetUpload(XorbLimits limits, Map<XetHash, Place> known) {
        this.limits = limits;
        this.known = known;
    }

    /** Where a chunk is stored. */
    record Place(XorbWriter xorb, int index) {}

    /** Cuts a file and stores what is new of it. */
    Draft file(RandomAccessBytes content) throws IOException {
        Draft draft = new Draft(content.size());
        Chunker.cut(content, (data, length) -> {
            XetHash hash = XetHashes.chunk(data, length);
            Place place = known.get(hash);
            if (place == null) {
                place = store(hash, data, length);
                known.put(hash, place);
            }
            draft.add(hash, place, length);
        });
        return draft;
    }

    /** The new xorbs. */
    List<Xorb> build() throws IOException {
        if (current != null) {
            full.add(current);
            current = null;
        }
        List<Xorb> xorbs = new ArrayList<>();
        for (XorbWriter writer : full) {
            xorbs.add(writer.build());
        }
        return xorbs;
    }

    private Place store(XetHash hash, byte[] data, int length) throws IOException {
        ChunkEncoder.Stored stored = encoder.encode(data, length);
        XorbWriter writer = current;
        if (writer != null && !writer.hasRoomFor(stored)) {
            full.add(writer);
            writer = null;
        }
        if (writer == null) {
            writer = new XorbWriter(limits);
            current = writer;
        }
        return new Place(writer, writer.append(hash, stored, length));
    }

    /** A file whose xorbs may not be finished yet. */
    static final class Draft {
        private final long size;
        private final List<XetHashes.Node> leaves = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();

        private Draft(long size) {
            this.size = size;
        }

        private record Run(XorbWriter xorb, int start, int end) {}

        private void add(XetHash hash, Place place, int length) {
            leaves.add(new XetHashes.Node(hash, length));
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).xorb == place.xorb() && runs.get(last).end == place.index()) {
                runs.set(last, new Run(place.xorb(), runs.get(last).start, place.index() + 1));
            } else {
                runs.add(new Run(place.xorb(), place.index(), place.index() + 1));
            }
        }

        XetFile file() {
            return new XetFile(
                    XetHashes.file(leaves),
                    size,
                    runs.stream()
                            .map(run -> new XetFile.Term(run.xorb.xorb(), run.start, run.end))
                            .toList());
        }
    }
}
