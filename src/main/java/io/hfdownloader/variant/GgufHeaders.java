package io.hfdownloader.variant;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.header.GgufTensors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the GGUF weights of a repo beyond names and sizes.
 *
 * @param parameters how many parameters its model has, as the Hub tells it; null when it does not. Of a repo with several
 *     models it is the number of one of them
 * @param headers what the headers of files say they are, by path
 * @param unreadable paths of files whose headers were asked for in vain
 */
public record GgufHeaders(@Nullable Long parameters, Map<String, GgufTensors> headers, Set<String> unreadable) {

    /** Nothing but names and sizes. */
    public static final GgufHeaders NONE = ofParameters(null);

    public GgufHeaders {
        headers = Map.copyOf(headers);
        unreadable = Set.copyOf(unreadable);
    }

    /** The number of parameters alone. */
    public static GgufHeaders ofParameters(@Nullable Long parameters) {
        return new GgufHeaders(parameters, Map.of(), Set.of());
    }

    /** The same and what a header says; empty when it could not be read. */
    public GgufHeaders with(String path, Optional<GgufTensors> header) {
        Map<String, GgufTensors> moreHeaders = new HashMap<>(headers);
        Set<String> moreUnreadable = new HashSet<>(unreadable);
        header.ifPresentOrElse(tensors -> moreHeaders.put(path, tensors), () -> moreUnreadable.add(path));
        return new GgufHeaders(parameters, moreHeaders, moreUnreadable);
    }

    /** How many parameters these files have, all of whose headers were read; empty when one was not, or claims what cannot be. */
    public Optional<Long> weights(Collection<String> paths, long sizeBytes) {
        return headers.keySet().containsAll(paths)
                ? header(paths)
                        .filter(tensors -> tensors.weights() > 0
                                && tensors.sizeBytes() <= sizeBytes
                                && tensors.sizeBytes() >= sizeBytes / 2)
                        .map(GgufTensors::weights)
                : Optional.empty();
    }

    /** What the headers of these files say together, as far as they were read. */
    Optional<GgufTensors> header(Collection<String> paths) {
        return paths.stream()
                .flatMap(path -> Optional.ofNullable(headers.get(path)).stream())
                .reduce(GgufTensors::plus);
    }

    boolean isAsked(String path) {
        return headers.containsKey(path) || unreadable.contains(path);
    }
}
