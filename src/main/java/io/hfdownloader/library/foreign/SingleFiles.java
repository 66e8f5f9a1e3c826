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

    private static final Pattern WEIGHTS = Pattern.compile(".+\\.(?:safetensors|ckpt|pt|pth|bin|gguf)");
    private static final Pattern SHARD = Pattern.compile(".*\\d+-of-\\d+\\..*");

    private SingleFiles() {}

    static boolean isPart(FolderLook folder) {
        return isHome(folder)
                || folder.hasAny(child -> child.startsWith("put_") && child.endsWith("_here"))
                || isNamed(folder, NAMES) && holdsManyModels(folder)
                || (isNamed(folder, NAMES) || isNamed(folder, VAGUE_NAMES)) && isBesideOthers(folder);
    }

    /** The program with all it has, or all of its models. */
    private static boolean isHome(FolderLook folder) {
        return folder.has("custom_nodes") && folder.has("models")
                || folder.has("webui.py") && folder.has("models")
                || ofAKind(folder) >= ENOUGH_OF_A_KIND;
    }

    private static boolean isBesideOthers(FolderLook folder) {
        Path parent = folder.path().getParent();
        return parent != null
                && !folder.holdsDescribedModel()
                && ofAKind(FolderLook.at(parent)) >= ENOUGH_OF_A_KIND - 1;
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
