package io.hfdownloader.library.foreign;

import java.util.Locale;

/** The cache of torch.hub. */
final class TorchHub {

    private TorchHub() {}

    static boolean isHome(FolderLook folder) {
        return folder.has("trusted_list")
                || folder.name().equals("hub")
                        && folder.has("checkpoints")
                        && holdsCheckpoints(folder.into("checkpoints"));
    }

    /** Loose files, as it keeps them. */
    private static boolean holdsCheckpoints(FolderLook checkpoints) {
        return !checkpoints.isDescribedModel()
                && checkpoints.hasFile(file -> {
                    String lower = file.toLowerCase(Locale.ROOT);
                    return lower.endsWith(".pth") || lower.endsWith(".pt") || lower.endsWith(".th");
                });
    }
}
