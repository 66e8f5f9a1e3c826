package io.hfdownloader.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text that a test looks into by paths such as {@code variants[0].label}; of a list, {@code variants.label} is
 * that of each. REST Assured's own JSON paths are programs in Groovy, compiled at each look: a third of the processor
 * time of all tests that wait for something.
 */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|\\.?([^.\\[\\]]+)");

    private final JsonNode node;

    private Json(JsonNode node) {
        this.node = node;
    }

    /** Reads a text that must be JSON. */
    public static Json of(String text) {
        try {
            return new Json(MAPPER.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException("No JSON: " + text, e);
        }
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is at this path, the empty one for all of it; an absent one is like {@code null}. */
    public Json at(String path) {
        JsonNode here = node;
        Matcher steps = STEP.matcher(path);
        int end = 0;
        while (steps.find() && steps.start() == end) {
            end = steps.end();
            here = steps.group(1) == null ? member(here, steps.group(2)) : element(here, steps.group(1));
        }
        if (end != path.length()) {
            throw new IllegalArgumentException("No path: " + path);
        }
        return new Json(here);
    }

    private static JsonNode member(JsonNode of, String name) {
        if (!of.isArray()) {
            return of.path(name);
        }
        ArrayNode each = MAPPER.createArrayNode();
        of.forEach(element -> {
            JsonNode found = member(element, name);
            each.add(found.isMissingNode() ? NullNode.getInstance() : found);
        });
        return each;
    }

    private static JsonNode element(JsonNode of, String index) {
        return of.isArray() ? of.path(Integer.parseInt(index)) : MissingNode.getInstance();
    }

    /** The elements of the list at this path, in their order. */
    public List<Json> each(String path) {
        List<Json> all = new ArrayList<>();
        at(path).node.forEach(element -> all.add(new Json(element)));
        return all;
    }

    /** The list of those elements of the list at this path of which this member has this value. */
    public Json where(String path, String member, Object value) {
        ArrayNode found = MAPPER.createArrayNode();
        each(path).stream()
                .filter(element -> value.equals(element.<Object>get(member)))
                .forEach(element -> found.add(element.node));
        return new Json(found);
    }

    /** Of how many elements or members it consists. */
    public int size() {
        return node.size();
    }

    /** The value as Java has it: a text, a number, a list, a map, or {@code null}. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(String path) {
        JsonNode found = at(path).node;
        return found.isMissingNode() ? null : (T) MAPPER.convertValue(found, Object.class);
    }

    /** Numbers and so on as texts, too; {@code null} for {@code null}. */
    public @Nullable String getString(String path) {
        JsonNode found = at(path).node;
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        return found.isValueNode() ? found.asText() : found.toString();
    }

    public int getInt(String path) {
        return number(path).intValue();
    }

    public long getLong(String path) {
        return number(path).longValue();
    }

    public double getDouble(String path) {
        return number(path).doubleValue();
    }

    private Number number(String path) {
        if (get(path) instanceof Number number) {
            return number;
        }
        throw new AssertionError("No number at " + path + ": " + prettify());
    }

    public boolean getBoolean(String path) {
        if (get(path) instanceof Boolean truth) {
            return truth;
        }
        throw new AssertionError("Neither true nor false at " + path + ": " + prettify());
    }

    /** {@code null} when there is none. */
    public <T> List<T> getList(String path) {
        return get(path);
    }

    /** {@code null} when there is none. */
    public <K, V> Map<K, V> getMap(String path) {
        return get(path);
    }

    /** As a person reads it. */
    public String prettify() {
        return node.toPrettyString();
    }
}
