package io.hfdownloader.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Where the scripts and styles of pages are served. The build puts each page's modules together with esbuild, whose own
 * description of that ("metafile") is read here once at start, from the class path; Quarkus puts what it serves into the
 * native program, too. With live reload the sources themselves are served, so that a change is there at the next reload.
 *
 * @see <a href="https://esbuild.github.io/api/#metafile">Metafile of esbuild</a>
 */
@Startup // reads one file, which is nothing for an event loop
@ApplicationScoped
@Named("assets")
public class AssetManifest {

    private static final String FOLDER = "META-INF/resources/static/";
    private static final String METAFILE = "bundle/metafile.json";
    /** The other kind are those that a module asks for when it needs them. */
    private static final String AT_ONCE = "import-statement";

    private final Map<String, String> outputs = new TreeMap<>();
    private final Map<String, List<String>> preloads = new HashMap<>();

    @Inject
    AssetManifest(LaunchMode mode) {
        this(mode == LaunchMode.DEVELOPMENT ? new JsonObject() : new JsonObject(read(METAFILE)));
    }

    AssetManifest(JsonObject metafile) {
        JsonObject described = metafile.getJsonObject("outputs", new JsonObject());
        for (String output : described.fieldNames()) {
            String source = described.getJsonObject(output).getString("entryPoint");
            if (source != null) {
                outputs.put(source, output);
                preloads.put(source, importedBy(output, described));
            }
        }
    }

    /**
     * From memory.
     *
     * @param source a script or a style, by its path below {@code static/}
     * @return the path of what stands for it, below {@code static/} as well; that of the source itself where it is in no bundle
     */
    public String of(String source) {
        return outputs.getOrDefault(source, source);
    }

    /**
     * From memory: named in the page, they are asked for at once instead of one after another as each is read.
     *
     * @param source a script, by its path below {@code static/}
     * @return paths below {@code static/} of all that it imports, directly or not, what is nearest first
     */
    public List<String> preloads(String source) {
        return preloads.getOrDefault(source, List.of());
    }

    /**
     * From memory: what a page needs at once of a script that it fetches later otherwise.
     *
     * @param source the script, by its path below {@code static/}
     * @param page the page's own script, likewise
     * @return paths below {@code static/} of the script and of all that it imports, without what the page imports anyway
     */
    public List<String> part(String source, String page) {
        List<String> there = preloads(page);
        return Stream.concat(Stream.of(of(source)), preloads(source).stream())
                .filter(path -> !there.contains(path))
                .toList();
    }

    private static List<String> importedBy(String entry, JsonObject described) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(entry));
        while (!left.isEmpty()) {
            JsonArray imports =
                    described.getJsonObject(left.remove(), new JsonObject()).getJsonArray("imports", new JsonArray());
            for (int i = 0; i < imports.size(); i++) {
                JsonObject imported = imports.getJsonObject(i);
                String path = imported.getString("path");
                if (AT_ONCE.equals(imported.getString("kind")) && seen.add(path)) {
                    left.add(path);
                }
            }
        }
        return List.copyOf(seen);
    }

    static String read(String path) {
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(AssetManifest.class::getClassLoader);
        try (InputStream stream = loader.getResourceAsStream(FOLDER + path)) {
            if (stream == null) {
                throw new IllegalStateException("The build has not put the pages' scripts together: there is no " + path
                        + ". Build the service with ./mvnw package.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " of the pages cannot be read.", e);
        }
    }
}
