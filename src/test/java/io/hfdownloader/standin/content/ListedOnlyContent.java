package io.hfdownloader.standin.content;

import java.util.Arrays;

/**
 * Content for listings only: of any size, without the hours of hashing. Its hash is made up, so it cannot be fetched as a whole;
 * its beginning can be looked at where there is one.
 */
final class ListedOnlyContent extends Content {

    private final byte[] head;

    ListedOnlyContent(byte[] head, long size) {
        super(size);
        this.head = head.clone();
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        if (head.length == 0) {
            throw new UnsupportedOperationException("This content can be listed only");
        }
        Arrays.fill(target, 0, length, (byte) 0);
        if (offset < head.length) {
            System.arraycopy(head, (int) offset, target, 0, Math.min(length, head.length - (int) offset));
        }
    }

    @Override
    String hash(String algorithm, byte[] prefix) {
        String label = "hollow " + size() + Arrays.hashCode(head);
        return algorithm.equals("SHA-1") ? sha1Hex(label) : sha256Hex(label);
    }
}
