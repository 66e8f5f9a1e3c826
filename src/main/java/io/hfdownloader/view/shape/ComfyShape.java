package io.hfdownloader.view.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;

/**
 * ComfyUI's folders by kind of file, which the path in the repository tells: a folder of a pipeline ({@code vae/},
 * {@code text_encoder/}, {@code unet/}, {@code transformer/} …) or a word of the name ({@code ae}, {@code t5xxl}, {@code lora} …); single
 * files at the top of a repository that is no language model are checkpoints. What is not sure goes nowhere.
 */
final class ComfyShape {

    private static final Pattern PART = Pattern.compile(".*-\\d{5}-of-\\d{5}\\.\\w+");
    private static final Pattern WORDS = Pattern.compile("[^a-z0-9]+");

    /** Names of libraries for any kind of model: they tell nothing. */
    private static final Pattern NO_CHECKPOINT =
            Pattern.compile("(?:model|adapter_model|pytorch_model|diffusion_pytorch_model|consolidated)\\b.*");

    private static final Set<String> OF_LANGUAGE = Set.of("tokenizer.json", "tokenizer_config.json", "tokenizer.model");

    private ComfyShape() {}

    static void add(ViewPlan plan, LibraryModel model, RepoId repo) {
        List<LibraryFile> weights = model.files().stream()
                .filter(file -> file.path().toLowerCase(Locale.ROOT).matches("(?s).*\\.(?:safetensors|sft)"))
                .toList();
        if (weights.isEmpty()) {
            plan.leaveOut(repo.folder(), null, LeftOut.Reason.UNFIT);
            return;
        }
        if (!model.complete()) {
            plan.keep(repo, LeftOut.Reason.INCOMPLETE);
            return;
        }
        boolean language = model.files().stream().anyMatch(file -> OF_LANGUAGE.contains(file.path()));
        for (LibraryFile file : weights) {
            Optional<String> kind =
                    PART.matcher(file.path()).matches() ? Optional.empty() : kind(file.path(), language);
            if (kind.isEmpty()) {
                plan.leaveOut(repo.folder(), file.path(), LeftOut.Reason.UNSURE);
                continue;
            }
            String own = repo.folder().replace('/', '_');
            plan.file(
                    repo, "models/" + kind.get() + "/" + own + "/" + file.path().replace('/', '_'), file);
        }
    }

    /** The folder for a file. */
    static Optional<String> kind(String path, boolean language) {
        String lower = path.toLowerCase(Locale.ROOT);
        List<String> segments = Arrays.asList(lower.split("/", -1));
        List<String> folders = segments.subList(0, segments.size() - 1);
        String name = segments.get(folders.size());
        for (String folder : folders) {
            Optional<String> kind = ofFolder(folder);
            if (kind.isPresent()) {
                return kind;
            }
        }
        Optional<String> named = ofName(Set.copyOf(Arrays.asList(WORDS.split(name))), name);
        if (named.isPresent()) {
            return named;
        }
        boolean checkpoint =
                folders.isEmpty() && !language && !NO_CHECKPOINT.matcher(name).matches();
        return checkpoint ? Optional.of("checkpoints") : Optional.empty();
    }

    private static Optional<String> ofFolder(String folder) {
        return Optional.ofNullable(
                switch (folder) {
                    case "vae", "vae_decoder", "vae_encoder" -> "vae";
                    case "text_encoder", "text_encoder_2", "text_encoder_3", "text_encoders", "clip" -> "text_encoders";
                    case "unet", "transformer", "transformer_2", "diffusion_models" -> "diffusion_models";
                    case "image_encoder", "clip_vision" -> "clip_vision";
                    case "controlnet", "controlnets" -> "controlnet";
                    case "lora", "loras" -> "loras";
                    case "upscale_models", "upscalers" -> "upscale_models";
                    case "embeddings" -> "embeddings";
                    case "checkpoints" -> "checkpoints";
                    default -> null;
                });
    }

    private static Optional<String> ofName(Set<String> words, String name) {
        if (words.contains("lora") || words.contains("loras")) {
            return Optional.of("loras");
        }
        if (words.contains("controlnet")) {
            return Optional.of("controlnet");
        }
        if (words.contains("vae") || words.contains("ae")) {
            return Optional.of("vae");
        }
        if (name.startsWith("clip_vision")) {
            return Optional.of("clip_vision");
        }
        boolean encoder = words.contains("t5xxl")
                || words.contains("umt5")
                || name.startsWith("clip_l")
                || name.startsWith("clip_g");
        return encoder ? Optional.of("text_encoders") : Optional.empty();
    }
}
