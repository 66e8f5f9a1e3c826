package io.hfdownloader.download;

/** A request about downloads that cannot be granted. The message is a sentence for the user that says what to do. */
public final class DownloadException extends RuntimeException {

    /** Why not. */
    public enum Kind {
        /** No download has this id. */
        NOT_FOUND("download-not-found"),
        /** Its state does not allow this. */
        WRONG_STATE("download-state"),
        /** The disk has no room for it and for what is queued already. */
        NO_SPACE("disk-full"),
        /** A file's name would lead out of the models folder, or cannot be written here. */
        UNSAFE_NAME("unsafe-path"),
        /** The model is not on this machine, so it cannot be updated. */
        NOT_IN_LIBRARY("model-not-found");

        private final String slug;

        Kind(String slug) {
            this.slug = slug;
        }

        /** Stable word for the kind. */
        public String slug() {
            return slug;
        }
    }

    private final Kind kind;

    public DownloadException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** There is no download of this name. */
    public static DownloadException notFound(String id) {
        return new DownloadException(
                Kind.NOT_FOUND, "There is no download " + id + ". It may have been removed from the list.");
    }

    public Kind kind() {
        return kind;
    }
}
