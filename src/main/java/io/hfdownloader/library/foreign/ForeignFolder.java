package io.hfdownloader.library.foreign;

import java.util.Locale;

/**
 * What a folder is that another program or the system of a disk keeps beside models. Nothing in it is deleted from here: its
 * owner knows it by lists of its own.
 */
public enum ForeignFolder {
    HUB_CACHE("is of the Python client's cache. Its own command, hf cache, shows and deletes what is in it"),
    XET_CACHE("is of the Python client's cache of chunks (Xet). It may be deleted by hand while that client rests"),
    DATASETS_CACHE("is of the cache of the datasets library for Python, which makes it anew when it is deleted"),
    TORCH_HUB("is the cache of torch.hub, which fetches anew what is deleted there"),
    OLLAMA("is of Ollama's store. Its own commands, ollama list and ollama rm, show and delete what is in it"),
    OCI_STORE("is of a store of container images or of models in that form. The program that keeps it shows what is in"
            + " it"),
    LM_STUDIO("is LM Studio's home; what it has downloaded is in the folder models there"),
    SINGLE_FILES("is of ComfyUI or a program like it: single files of many models. Delete them one by one there"),
    BIN("is a bin of the desktop or the storage, and what is in it takes room until it is emptied there"),
    SYSTEM("is of the disk's or the storage's own system");

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
