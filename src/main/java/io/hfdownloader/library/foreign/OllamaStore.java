package io.hfdownloader.library.foreign;

import java.util.regex.Pattern;

/** The store of Ollama: its home, its models, or one of the two folders of these. */
final class OllamaStore {

    private static final Pattern BLOB = Pattern.compile("sha256[-:][0-9a-f]{64}.*");
    private static final String REGISTRY = "registry.ollama.ai";

    private OllamaStore() {}

    static boolean isPart(FolderLook folder) {
        if (folder.name().equals(".ollama")) {
            return true;
        }
        if (folder.has("manifests") && folder.has("blobs")) {
            return hasBlobs(folder.into("blobs")) || folder.into("manifests").hasFolder(REGISTRY);
        }
        return folder.has(REGISTRY) && folder.name().equals("manifests")
                || hasBlobs(folder)
                || folder.name().equals("ollama")
                        && hasBlobs(folder.into("models").into("blobs"));
    }

    private static boolean hasBlobs(FolderLook folder) {
        return folder.hasAny(blob -> BLOB.matcher(blob).matches());
    }
}
