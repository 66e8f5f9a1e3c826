package io.hfdownloader.variant;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.hfdownloader.variant.name.WeightFiles;

/**
 * Which folders of a repo hold parts of one model, and which a model of their own: a copy, an adapter, a state of the
 * training. What an index of parts names is a part; what has a tokenizer or an adapter's configuration is a model.
 */
final class ModelLayout {

    /** Of a pipeline that is made of nothing but its parts. */
    private static final String PIPELINE_INDEX = "model_index.json";

    private static final String CONFIGURATION = "config.json";
    private static final Set<String> PART_INDEXES = Set.of(PIPELINE_INDEX, "modules.json");
    /** Of an export that is made for one device or runtime. */
    private static final String DEVICE_SETTINGS = "genai_config.json";

    private static final Set<String> SIGNS_OF_A_MODEL = Set.of(
            "adapter_config.json",
            DEVICE_SETTINGS,
            "generation_config.json",
            "tokenizer.json",
            "tokenizer.model",
            "tokenizer_config.json");

    private final WeightFacts facts;
    private final Set<String> pipelines = new HashSet<>();
    private final Set<String> partIndexes = new HashSet<>();
    private final Set<String> devices = new HashSet<>();
    private final Set<String> models = new HashSet<>();
    private final Set<String> trained = new HashSet<>();
    private final Map<WeightSet<?>, String> apart = new HashMap<>();
    private final Set<String> configured = new HashSet<>();
    private final boolean hasMain;

    ModelLayout(Iterable<String> paths, Collection<? extends WeightSet<?>> sets, WeightFacts facts) {
        this.facts = facts;
        for (String path : paths) {
            String name = WeightFiles.baseName(path);
            String folder = path.substring(0, path.length() - name.length());
            if (name.equals(PIPELINE_INDEX)) {
                pipelines.add(folder);
            }
            if (name.equals(CONFIGURATION)) {
                configured.add(folder);
            }
            if (PART_INDEXES.contains(name)) {
                partIndexes.add(folder);
            }
            if (name.equals(DEVICE_SETTINGS)) {
                devices.add(folder);
            }
            if (SIGNS_OF_A_MODEL.contains(name)) {
                models.add(folder);
            }
        }
        boolean main = false;
        for (WeightSet<?> set : sets) {
            if (set.name().format().equals(WeightFiles.TRAINING)) {
                trained.add(folderOf(set));
            }
            main |= folderOf(set).isEmpty() && set.name().isOriginal();
        }
        this.hasMain = main;
    }

    /** The folder of the model that these weights belong to, with a closing slash, or nothing for the repo itself. */
    String rootOf(WeightSet<?> set) {
        String folder = folderOf(set);
        String root = apart.get(set);
        if (root != null) {
            return root;
        }
        Optional<String> pipeline = pipelineOf(set);
        if (pipeline.isPresent()) {
            return pipeline.get();
        }
        boolean exported = set.name().isExport() && (hasMain || !pipelines.isEmpty());
        boolean own = models.contains(folder)
                || trained.contains(folder)
                || pipelines.contains(folder)
                || pipelines.contains(""); // whose index does not name it
        return own && !exported ? folder : "";
    }

    /** From now on these weights are a model of their own, or of one in a folder around theirs. */
    void setApart(WeightSet<?> copy, String root) {
        apart.put(copy, root);
    }

    /** Whether the configuration that a library reads stands beside these weights. */
    boolean isConfigured(WeightSet<?> set) {
        return configured.contains(folderOf(set));
    }

    /** Whether the model in this folder is a pipeline, made of the parts that its index names and nothing else. */
    boolean isPipeline(String root) {
        return pipelines.contains(root);
    }

    /** Whether an index names the folder of these weights as a part of a model. */
    boolean isPart(WeightSet<?> set) {
        return pipelineOf(set).isPresent();
    }

    /** Whether the model in this folder was exported for one device, and may be there for others, too. */
    boolean isForOneDevice(String root) {
        return !root.isEmpty() && devices.contains(root);
    }

    /** Whether a trainer left its own state beside these weights. */
    boolean isCheckpoint(String root) {
        return trained.contains(root);
    }

    /** The pipeline that has these weights in the folder of a part. */
    private Optional<String> pipelineOf(WeightSet<?> set) {
        String folder = folderOf(set);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        int start = folder.lastIndexOf('/', folder.length() - 2) + 1;
        String pipeline = folder.substring(0, start);
        String part = folder.substring(start, folder.length() - 1);
        Set<String> parts = facts.parts().get(pipeline);
        boolean named = parts == null ? set.name().generic() : parts.contains(part);
        return partIndexes.contains(pipeline) && named ? Optional.of(pipeline) : Optional.empty();
    }

    private static String folderOf(WeightSet<?> set) {
        return set.name().folder();
    }
}
