package io.hfdownloader.standin.content;

/** Content that is served by somebody else; here only its size and hash are known. */
public final class RemoteContent extends Content {

    private final String knownSha256;

    public RemoteContent(long size, String knownSha256) {
        super(size);
        this.knownSha256 = knownSha256;
    }

    @Override
    String hash(String algorithm, byte[] prefix) {
        if (!algorithm.equals("SHA-256")) {
            throw new IllegalStateException("Only the SHA-256 of this content is known");
        }
        return knownSha256;
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        throw new IllegalStateException("This content is served by another CDN");
    }
}
