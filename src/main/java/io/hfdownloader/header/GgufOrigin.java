package io.hfdownloader.header;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;

/**
 * What the metadata at the beginning of a GGUF file says of where it comes from. Whoever made the file has written it, so it is a
 * hint and no more.
 *
 * @param names what the model is called, the most telling first
 * @param repos ids of repositories that it names: its own first, then those it was made of
 */
public record GgufOrigin(List<String> names, List<String> repos) {

    public static final GgufOrigin NONE = new GgufOrigin(List.of(), List.of());

    private static final int MAX_BASES = 4;
    private static final Pattern HUB_ADDRESS =
            Pattern.compile("(?:https?://[^/\\s]+/)?([A-Za-z0-9_.-]{1,96}/[A-Za-z0-9_.-]{1,96})/?");

    public GgufOrigin {
        names = List.copyOf(names);
        repos = List.copyOf(repos);
    }

    /**
     * Reads it from the first bytes of a file.
     *
     * @param head the beginning of the file, {@value GgufHeader#HEAD_BYTES} bytes of it or all if it is shorter
     * @throws InvalidHeaderException when it is no GGUF file
     */
    public static GgufOrigin read(ByteBuffer head) {
        GgufScan scan = new GgufScan();
        scan.readValues(head);
        Map<String, Object> values = scan.values();
        Set<String> names = new LinkedHashSet<>();
        String base = text(values, "general.basename");
        String size = text(values, "general.size_label");
        String tune = text(values, "general.finetune");
        if (!base.isEmpty()) {
            names.add(joined(base, size, tune));
            names.add(base);
        }
        String name = text(values, "general.name");
        if (!name.isEmpty()) {
            names.add(name);
        }
        Set<String> repos = new LinkedHashSet<>();
        for (String key : List.of(
                "general.repo_url",
                "general.url",
                "general.source.huggingface.repository",
                "general.source.repo_url",
                "general.source.url")) {
            addRepo(repos, text(values, key));
        }
        for (int i = 0; i < MAX_BASES; i++) {
            addRepo(repos, text(values, "general.base_model." + i + ".repo_url"));
        }
        return new GgufOrigin(new ArrayList<>(names), new ArrayList<>(repos));
    }

    private static String joined(String base, String size, String tune) {
        StringBuilder all = new StringBuilder(base);
        for (String part : List.of(size, tune)) {
            if (!part.isEmpty()) {
                all.append('-').append(part);
            }
        }
        return all.toString();
    }

    private static void addRepo(Set<String> repos, String text) {
        Matcher address = HUB_ADDRESS.matcher(text);
        if (address.matches()) {
            repos.add(address.group(1));
        }
    }

    private static String text(Map<String, Object> values, String key) {
        return values.get(key) instanceof String text
                ? UntrustedText.line(text, ShapeLimits.MAX_NAME_CHARS).strip()
                : "";
    }
}
