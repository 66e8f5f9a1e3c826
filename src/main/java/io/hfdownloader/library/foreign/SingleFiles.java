package io.hfdownloader.library.foreign;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Folders of ComfyUI, Automatic1111, Forge and the like: single files of many models, sorted by what they are for. The names of
 * these folders are anybody's, so a name alone tells nothing.
 */
final class SingleFiles {

    private static final int ENOUGH_OF_A_KIND = 3;
    private static final Set<String> NAMES = Set.of(
            "checkpoints",
            "loras",
            "lora",
            "lycoris",
            "controlnet",
            "upscale_models",
            "diffusion_models",
            "text_encoders",
            "clip_vision",
            "hypernetworks",
            "style_models",
            "vae_approx",
            "stable-diffusion",
            "esrgan",
            "realesrgan",
            "gfpgan",
            "codeformer",
            "ipadapter",
            "animatediff_models",
            "photomaker",
            "gligen");
    /** Names that a publisher could have as well: they count beside others alone. */
    private static final Set<String> VAGUE_NAMES =
            Set.of("vae", "clip", "unet", "embeddings", "configs", "diffusers", "insightface", "sams", "ultralytics");

    /** Of these no model has one inside. */
    private static final Set<String> OF_PROGRAMS =
            Set.of("checkpoints", "loras", "stable-diffusion", "diffusion_models", "upscale_models", "custom_nodes");

    private static final Pattern WEIGHTS = Pattern.compile(".+\\.(?:safetensors|ckpt|pt|pth|bin|gguf)");
    private static final Pattern SHARD = Pattern.compile(".*\\d+-of-\\d+\\..*");

    private SingleFiles() {}

    static boolean isPart(FolderLook folder) {
        return isHome(folder)
                || folder.hasAny(child -> child.startsWith("put_") && child.endsWith("_here"))
                || (isNamed(folder, NAMES) || isNamed(folder, VAGUE_NAMES)) && isOfAProgram(folder);
    }

    /** The program with all it has, or all of its models. */
    private static boolean isHome(FolderLook folder) {
        return isProgram(folder) || ofAKind(folder) >= ENOUGH_OF_A_KIND && !isModel(folder);
    }

    private static boolean isProgram(FolderLook folder) {
        return folder.has("models") && (folder.has("custom_nodes") || folder.has("webui.py"));
    }

    private static boolean isOfAProgram(FolderLook folder) {
        Path parent = folder.path().getParent();
        if (parent == null) {
            return false;
        }
        FolderLook around = FolderLook.at(parent);
        boolean isBesideOthers = !folder.holdsDescribedModel() && ofAKind(around) >= ENOUGH_OF_A_KIND - 1;
        return (isBesideOthers || isNamed(folder, NAMES) && holdsManyModels(folder)) && !isModel(around);
    }

    /** One model, whose parts lie in folders of such names: it is described, or its weights are beside them. */
    private static boolean isModel(FolderLook folder) {
        boolean holdsWeights = folder.hasFile(
                file -> WEIGHTS.matcher(file.toLowerCase(Locale.ROOT)).matches());
        boolean holdsAPrograms = folder.hasAny(child -> OF_PROGRAMS.contains(child.toLowerCase(Locale.ROOT)));
        return !isProgram(folder)
                && (folder.isDescribedModel() && (holdsWeights || !holdsAPrograms) || holdsWeights && !holdsAPrograms);
    }

    /** Folders of such names in which nobody has put whole models. */
    private static long ofAKind(FolderLook parent) {
        return parent.inside().stream()
                .filter(child -> NAMES.contains(child.toLowerCase(Locale.ROOT)) && parent.hasFolder(child))
                .filter(child -> !parent.into(child).holdsDescribedModel())
                .limit(ENOUGH_OF_A_KIND)
                .count();
    }

    /** Weights that are no shards of one another, and nothing that says what they are. */
    private static boolean holdsManyModels(FolderLook folder) {
        long loose = folder.inside().stream()
                .filter(file -> WEIGHTS.matcher(file.toLowerCase(Locale.ROOT)).matches()
                        && !SHARD.matcher(file).matches())
                .limit(2)
                .count();
        return loose > 1 && !folder.holdsDescribedModel();
    }

    private static boolean isNamed(FolderLook folder, Set<String> names) {
        return names.contains(folder.name().toLowerCase(Locale.ROOT));
    }
}
