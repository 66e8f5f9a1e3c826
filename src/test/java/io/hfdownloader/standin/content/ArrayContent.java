package io.hfdownloader.standin.content;

/** Content that is small enough to be kept. */
final class ArrayContent extends Content {

    private final byte[] bytes;

    ArrayContent(byte[] bytes) {
        super(bytes.length);
        this.bytes = bytes.clone();
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        System.arraycopy(bytes, (int) offset, target, 0, length);
    }
}
