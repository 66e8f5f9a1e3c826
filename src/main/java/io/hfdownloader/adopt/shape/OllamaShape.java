package io.hfdownloader.adopt.shape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The store of Ollama: manifests by registry, owner, model and tag, whose layers are files named by their hashes. */
final class OllamaShape implements Shape {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final String MODEL = "application/vnd.ollama.image.model";
    private static final String PROJECTOR = "application/vnd.ollama.image.projector";
    private static final Set<String> HUBS = Set.of("hf.co", "huggingface.co");
    private static final int NAMES = 4; // registry, owner, model, tag

    @Override
    public Optional<List<Found>> in(Look look, Look.Inside folder) {
        if (!folder.hasFolder("manifests") || !folder.hasFolder("blobs")) {
            return Optional.empty();
        }
        Path blobs = folder.folder().resolve("blobs");
        List<Found> found = new ArrayList<>();
        for (Map.Entry<String, Path> manifest :
                look.filesBelow(folder.folder().resolve("manifests")).entrySet()) {
            String[] names = manifest.getKey().split("/", -1);
            if (names.length == NAMES) {
                List<FoundFile> files = files(look, blobs, manifest.getValue(), names);
                if (!files.isEmpty()) {
                    found.add(found(look, manifest.getValue(), names, files));
                }
            }
        }
        return Optional.of(found);
    }

    private static Found found(Look look, Path manifest, String[] names, List<FoundFile> files) {
        String id = names[1] + "/" + names[2];
        return new Found(
                ShapeKind.OLLAMA,
                FoundFile.withSlashes(look.root().relativize(manifest)),
                (names[1].equals("library") ? names[2] : id) + ":" + names[3],
                HUBS.contains(names[0]) ? RepoHint.model(id).stream().toList() : List.of(),
                files);
    }

    private static List<FoundFile> files(Look look, Path blobs, Path manifest, String[] names) {
        List<FoundFile> files = new ArrayList<>();
        for (JsonNode layer : layers(manifest)) {
            String type = layer.path("mediaType").asText();
            Matcher digest = DIGEST.matcher(layer.path("digest").asText());
            if (digest.matches() && (type.equals(MODEL) || type.equals(PROJECTOR))) {
                String name = (type.equals(PROJECTOR) ? "mmproj-" : "") + names[2] + "-" + names[3] + ".gguf";
                Path blob = blobs.resolve("sha256-" + digest.group(1));
                Look.attributes(blob)
                        .filter(BasicFileAttributes::isRegularFile)
                        .ifPresent(attributes -> files.add(FoundFile.of(name, look.root(), blob, attributes)));
            }
        }
        return files;
    }

    private static Iterable<JsonNode> layers(Path manifest) {
        try (InputStream in = Files.newInputStream(manifest, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            JsonNode json = JSON.readTree(in.readNBytes(MAX_MANIFEST_BYTES));
            return json == null ? List.of() : json.path("layers");
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
