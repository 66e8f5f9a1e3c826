package io.hfdownloader.view.shape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;

/**
 * What Ollama takes in: a folder for each variant, with its file and a {@code Modelfile} that names it. What the repository says of
 * template, system prompt and parameters, in the files that the Hub has for Ollama, stands in it, too; else Ollama reads
 * them from the GGUF file. Blocks where it reads these small files.
 */
final class OllamaShape {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final int MAX_NAME_CHARS = 80;
    private static final int MAX_PARAMETERS = 50;
    private static final Pattern PARAMETER = Pattern.compile("[a-z_]{1,40}");

    /** What ends a text, and would let the rest of it be read as instructions. */
    private static final String QUOTES = "\"\"\"";

    private OllamaShape() {}

    static void add(ViewPlan plan, LibraryModel model, RepoId repo) {
        String owner = GgufShapes.owner(repo);
        String folder = owner + "/" + GgufShapes.name(repo) + "/";
        String said = said(model);
        Set<String> taken = new HashSet<>();
        for (LibraryVariant variant : GgufShapes.variants(plan, model, repo)) {
            String label = GgufShapes.plain(variant.label());
            if (variant.files().size() > 1) {
                plan.leaveOut(repo.folder(), variant.label(), LeftOut.Reason.UNFIT); // it imports no parts
                continue;
            }
            if (!taken.add(label.toLowerCase(Locale.ROOT))) {
                plan.leaveOut(repo.folder(), variant.label(), LeftOut.Reason.OCCUPIED);
                continue;
            }
            String own = folder + label + "/";
            LibraryFile weights = variant.files().get(0);
            LibraryFile projector = variant.projector();
            plan.file(repo, own + GgufShapes.base(weights), weights);
            StringBuilder text = new StringBuilder("# To import it, in this folder: ollama create ")
                    .append(name(owner, '-'))
                    .append('/')
                    .append(name(GgufShapes.name(repo), '.'))
                    .append(':')
                    .append(name(label, '.'))
                    .append(" -f Modelfile\nFROM ./")
                    .append(GgufShapes.base(weights))
                    .append('\n');
            if (projector != null && !GgufShapes.base(projector).equals(GgufShapes.base(weights))) {
                plan.file(repo, own + GgufShapes.base(projector), projector);
                text.append("FROM ./").append(GgufShapes.base(projector)).append('\n');
            }
            plan.note(repo, own + "Modelfile", text.append(said).toString());
        }
    }

    /** As Ollama takes names: no capitals, and few signs. */
    private static String name(String text, char dot) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-").replace('.', dot);
        String begun = plain.replaceFirst("^[^a-z0-9]+", "");
        String named = begun.isEmpty() ? "model" : begun;
        return named.substring(0, Math.min(named.length(), MAX_NAME_CHARS));
    }

    private static String said(LibraryModel model) {
        StringBuilder said = new StringBuilder();
        text(model, "template").ifPresent(text -> said.append(quoted("TEMPLATE", text)));
        text(model, "system").ifPresent(text -> said.append(quoted("SYSTEM", text)));
        text(model, "params").ifPresent(text -> said.append(parameters(text)));
        return said.toString();
    }

    private static String quoted(String word, String text) {
        return text.isBlank() || text.contains(QUOTES) || text.endsWith("\"")
                ? ""
                : word + " " + QUOTES + text + QUOTES + "\n";
    }

    private static String parameters(String text) {
        StringBuilder said = new StringBuilder();
        try {
            JsonNode json = JSON.readTree(text);
            if (json != null && json.isObject() && json.size() <= MAX_PARAMETERS) {
                json.properties().forEach(entry -> {
                    List<JsonNode> values = entry.getValue().isArray()
                            ? entry.getValue()
                                    .valueStream()
                                    .limit(MAX_PARAMETERS)
                                    .toList()
                            : List.of(entry.getValue());
                    values.forEach(value -> said.append(parameter(entry.getKey(), value)));
                });
            }
        } catch (IOException unreadable) {
            return "";
        }
        return said.toString();
    }

    private static String parameter(String name, JsonNode value) {
        String text = value.asText();
        boolean plain = PARAMETER.matcher(name).matches()
                && value.isValueNode()
                && !value.isNull()
                && !text.isEmpty()
                && text.chars().noneMatch(sign -> sign < ' ' || sign == '"');
        return plain ? "PARAMETER " + name + " " + (value.isTextual() ? "\"" + text + "\"" : text) + "\n" : "";
    }

    /** A file at the top of the repository, which came from the Hub. */
    private static Optional<String> text(LibraryModel model, String name) {
        return model.files().stream()
                .filter(file -> file.path().equals(name) && file.etag() != null && file.sizeBytes() <= MAX_TEXT_BYTES)
                .findFirst()
                .flatMap(OllamaShape::read);
    }

    private static Optional<String> read(LibraryFile file) {
        try (InputStream in = Files.newInputStream(file.absolutePath(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new String(in.readNBytes(MAX_TEXT_BYTES), StandardCharsets.UTF_8).strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
