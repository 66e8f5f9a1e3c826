package io.hfdownloader.standin.content;

/** Content that is read from elsewhere. */
public final class BytesContent extends Content {

    private final Bytes bytes;

    public BytesContent(Bytes bytes) {
        super(bytes.size());
        this.bytes = bytes;
    }

    @Override
    public void read(long offset, byte[] target, int length) {
        checkRange(offset, target, length);
        bytes.read(offset, target, length);
    }
}
