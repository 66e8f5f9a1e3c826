package io.hfdownloader.standin.content;

/** Content for listings only: of any size, without the hours of hashing; its hash is made up, so it cannot be fetched. */
final class ListedOnlyContent extends Content {

    ListedOnlyContent(long size) {
        super(size);
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        throw new UnsupportedOperationException("This content can be listed only");
    }

    @Override
    String hash(String algorithm, byte[] prefix) {
        String label = "hollow " + size();
        return algorithm.equals("SHA-1") ? sha1Hex(label) : sha256Hex(label);
    }
}
