package io.hfdownloader.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** Adds up how many bytes of each type the tensors of a file take. */
final class TensorTypes {

    private static final long MAX_NUMBERS = 1L << 43;
    private static final long MAX_OFFSET = 1L << 46;

    private final Map<String, Long> bytesByType = new TreeMap<>();
    private final TreeSet<Long> offsets = new TreeSet<>();
    private final List<UnknownTensor> unknown = new ArrayList<>();
    private long weights;

    /** A tensor of a type from elsewhere takes the bytes up to the next one. */
    private record UnknownTensor(long type, long offset) {}

    /**
     * One tensor.
     *
     * @param numbers how many it has, the product of its sides
     * @param type its type's number
     * @param offset where its bytes begin, counted from the first tensor's
     */
    void add(long numbers, long type, long offset) {
        if (numbers < 0 || numbers > MAX_NUMBERS || offset < 0 || offset > MAX_OFFSET) {
            throw new InvalidHeaderException("The file's header names a tensor that cannot be.");
        }
        weights += numbers; // at most 2^43 times 2^16
        offsets.add(offset);
        Optional<GgmlType> known = GgmlType.of(type);
        if (known.isPresent()) {
            bytesByType.merge(known.get().name(), known.get().bytes(numbers), Long::sum);
        } else {
            unknown.add(new UnknownTensor(type, offset));
        }
    }

    /** @param dataBytes how many bytes all tensors have in the file */
    GgufTensors sum(long dataBytes, @Nullable Integer fileType) {
        Map<String, Long> all = new TreeMap<>(bytesByType);
        for (UnknownTensor tensor : unknown) {
            Long next = offsets.higher(tensor.offset());
            long end = next == null ? Math.max(dataBytes, tensor.offset()) : next;
            all.merge("type " + tensor.type(), end - tensor.offset(), Long::sum);
        }
        return new GgufTensors(all, weights, fileType);
    }
}
