package io.hfdownloader.library.foreign;

/** A store of container images, or of models in that form. */
final class OciStore {

    private OciStore() {}

    static boolean isPart(FolderLook folder) {
        return folder.has("oci-layout") || folder.name().equals("blobs") && folder.hasFolder("sha256");
    }
}
