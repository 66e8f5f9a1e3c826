package io.hfdownloader.library.foreign;

import java.util.Locale;

/**
 * What a folder is that another program or the system of a disk keeps beside models. Nothing in it is deleted from here: its
 * owner knows it by lists of its own.
 */
public enum ForeignFolder {
    HUB_CACHE("belongs to the Python client's cache. Its own command, hf cache, shows and deletes what is in it"),
    XET_CACHE(
            "belongs to the Python client's cache of chunks (Xet). It may be deleted by hand while that client is not running"),
    DATASETS_CACHE("is the cache of the datasets library for Python, which rebuilds it when it is deleted"),
    TORCH_HUB("is the cache of torch.hub, which downloads again what is deleted there"),
    OLLAMA("belongs to Ollama. Its own commands, ollama list and ollama rm, show and delete what is in it"),
    OCI_STORE(
            "belongs to a store of container images, or of models in that form. The program that keeps it shows what is in it"),
    LM_STUDIO("is LM Studio's home; what it has downloaded is in the folder models there"),
    SINGLE_FILES("belongs to ComfyUI or a program like it: single files of many models. Delete them one by one there"),
    BIN("is a recycle bin of the desktop or the storage; what is in it takes space until it is emptied"),
    SYSTEM("is a system folder of the disk or the storage");

    private final String words;

    ForeignFolder(String words) {
        this.words = words;
    }

    /** What it is and what to do, behind its name in a sentence, without the full stop. */
    public String words() {
        return words;
    }

    /** Its name in the keys of texts. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
