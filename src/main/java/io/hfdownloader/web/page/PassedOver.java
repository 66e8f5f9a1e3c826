package io.hfdownloader.web.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.hfdownloader.library.foreign.SkippedFolder;
import io.hfdownloader.text.UntrustedText;

/** What the Library page says of folders that were not looked into. */
final class PassedOver {

    private static final int MAX_ALONE = 3;

    private PassedOver() {}

    /** One sentence for each, but for many folders of a kind: a cache may have hundreds. */
    static List<String> sentences(List<SkippedFolder> folders, Messages messages) {
        Map<String, List<SkippedFolder>> byKind = new LinkedHashMap<>();
        folders.stream()
                .sorted(Comparator.comparing(SkippedFolder::name))
                .forEach(folder -> byKind.computeIfAbsent(folder.kind(), kind -> new ArrayList<>())
                        .add(folder));
        return byKind.entrySet().stream()
                .flatMap(alike -> sentences(alike.getKey(), alike.getValue(), messages))
                .toList();
    }

    private static Stream<String> sentences(String kind, List<SkippedFolder> alike, Messages messages) {
        String what = messages.text("passedOver.kind." + kind);
        if (alike.size() <= MAX_ALONE) {
            return alike.stream()
                    .map(folder -> messages.text(
                            "passedOver.alone", Map.of("name", UntrustedText.name(folder.name()), "what", what)));
        }
        String names = alike.stream()
                .limit(MAX_ALONE)
                .map(folder -> messages.text("passedOver.name", Map.of("name", UntrustedText.name(folder.name()))))
                .collect(Collectors.joining(messages.text("passedOver.and")));
        return Stream.of(messages.text(
                "passedOver.more", Map.of("names", names, "count", alike.size() - MAX_ALONE, "what", what)));
    }
}
