package io.hfdownloader.library.foreign;

import java.util.regex.Pattern;

/** The store of Ollama: its home, its models, or one of the two folders of these. */
final class OllamaStore {

    private static final Pattern BLOB = Pattern.compile("sha256[-:][0-9a-f]{64}.*");
    private static final Pattern CUT_NAME = Pattern.compile("sha256[-:][0-9a-f]+.*");
    private static final String REGISTRY = "registry.ollama.ai";

    private OllamaStore() {}

    static boolean isPart(FolderLook folder) {
        if (folder.name().equals(".ollama")) {
            return true;
        }
        if (folder.has("manifests") && folder.has("blobs")) {
            return hasBlobs(folder.into("blobs"), CUT_NAME)
                    || folder.into("manifests").hasFolder(REGISTRY);
        }
        return folder.has(REGISTRY) && folder.name().equals("manifests")
                || hasBlobs(folder, BLOB)
                || folder.name().equals("ollama")
                        && hasBlobs(folder.into("models").into("blobs"), BLOB);
    }

    private static boolean hasBlobs(FolderLook folder, Pattern names) {
        return folder.hasAny(blob -> names.matcher(blob).matches());
    }
}
