package io.hfdownloader.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import io.quarkus.runtime.Startup;

/**
 * All modules that a page's script imports, directly or not: named in the page, they are asked for at once instead of one
 * after another as each is read. The list is made once at start from the scripts themselves, which are read the way they are
 * served, from the class path; Quarkus puts what it serves into the native program, too.
 */
@Startup // reads some fifty small files, which is nothing for an event loop
@ApplicationScoped
@Named("scriptModules")
public class ScriptModules {

    private static final String FOLDER = "META-INF/resources/static/";
    private static final String FRAME = "shared/frame.js";
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)\\s(?:[^;'\"]*\\sfrom\\s)?'([^']+)'", Pattern.MULTILINE);

    private final Map<String, List<String>> ofPage;

    ScriptModules() {
        ofPage = Map.of(
                "download", reached(FRAME, "download.js"),
                "manage", reached(FRAME, "manage.js"),
                "access", reached(FRAME, "access.js"));
    }

    /**
     * From memory.
     *
     * @param page the name that a page gives to {@code layout.html}
     * @return paths below {@code static/}, what is nearest first; none for a page without a script of its own
     */
    public List<String> of(String page) {
        return ofPage.getOrDefault(page, List.of());
    }

    /** What is reached from these modules over the imports that a browser follows before it runs anything. */
    static List<String> reached(String... entries) {
        Set<String> seen = new LinkedHashSet<>(Arrays.asList(entries));
        Deque<String> left = new ArrayDeque<>(seen);
        while (!left.isEmpty()) {
            for (String imported : imports(left.remove())) {
                if (seen.add(imported)) {
                    left.add(imported);
                }
            }
        }
        return List.copyOf(seen);
    }

    /** Paths of the modules that one imports, below {@code static/} as its own. */
    static Collection<String> imports(String module) {
        URI from = URI.create("/" + module);
        return IMPORT.matcher(read(module))
                .results()
                .map(found -> from.resolve(found.group(1)).getPath().substring(1))
                .toList();
    }

    private static String read(String module) {
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(ScriptModules.class::getClassLoader);
        try (InputStream script = loader.getResourceAsStream(FOLDER + module)) {
            if (script == null) {
                throw new IllegalStateException("A script imports " + module + ", which is not there.");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + module + " cannot be read.", e);
        }
    }
}
